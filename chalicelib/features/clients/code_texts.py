"""Text of the SMS with a code. It names the code's purpose, so that nobody can be talked out of it.

Translations into Spanish do without á, í, ó and ú, which GSM-7 lacks: one of them would make the SMS twice as dear.
"""

from chalicelib.base.autolinks import unlinked
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients.agent_names import short_name_of
from chalicelib.features.clients.model import HOUSE, Client
from chalicelib.messaging import sms
from chalicelib.tenancy.model import Account

#: Names are cut so that the text needs no more.
MOST_SEGMENTS = 2
_OF_AGENT = N_(
    "Code {code}. Agent {name} becomes your agent when you buy a policy. Not you? Don't tell the code to anyone."
)
_OF_HOUSE = N_(
    "Code {code}. With it you confirm your phone to {name}. Not you? Don't tell the code to anyone.",
)


def render_code(account: Account, client: Client, code: str) -> tuple[str, sms.SmsSize]:
    """Return the text of a code's SMS in the client's language, and its size."""
    language = client.facts.language or account.language
    template, name = _said_by(account, client)
    name = unlinked(name)
    rendered = _sized(language, template, code, name)
    while rendered[1].segments > MOST_SEGMENTS and len(name) > 1:
        name = name[:-1].rstrip()
        rendered = _sized(language, template, code, name)
    return rendered


def _said_by(account: Account, client: Client) -> tuple[str, str]:
    """Return the wording, and the name of the agent or of the organisation."""
    if client.base == HOUSE:
        return _OF_HOUSE, account.shown_name
    return _OF_AGENT, short_name_of(client.account_id, client.base) or account.shown_name


def _sized(language: Language, template: str, code: str, name: str) -> tuple[str, sms.SmsSize]:
    wording = text(language, template, code=code, name=name)
    return sms.compose([wording, sms.spelled(wording)])
