"""Text of the SMS with a code. It names the code's purpose, so that nobody can be talked out of it.

Translations into Spanish do without á, í, ó and ú, which GSM-7 lacks: one of them would make the SMS twice as dear.
"""

import re

from chalicelib.base.autolinks import unlinked
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients.model import HOUSE, Client
from chalicelib.identity import directory
from chalicelib.identity.principals import StaffMember, actor_of
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
#: Endings of Russian patronymics: the word before one is the given name.
_PATRONYMICS = ("вич", "вна", "ична", "оглы", "кызы")
#: Endings of Russian surnames, and the given names that end so.
_SURNAMES = (
    *("ов", "ев", "ёв", "ин", "ын", "ский", "цкий", "ской", "ова", "ева", "ёва", "ина", "ына", "ская", "цкая"),
    *("енко", "чук", "щук", "юк", "ян", "дзе", "швили"),
)
_GIVEN = frozenset(
    re.findall(
        r"\w+",
        "августин августина аделина алевтина алина альбина амина ангелина антонин антонина валентин валентина "
        "василина галина дарина демьян дина ева евангелина екатерина зина ирина карина каролина касьян константин "
        "кристина лев лина лукьян мадина марина мартин марьян мина нина павлина полина регина сабина севастьян "
        "ульян эвелина элина эмин яков ян ярина",
    )
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


def short_name(full_name: str) -> str:
    """Return a person's given name and the initial of the surname: `Иван П.`, also of `Петров Иван`."""
    words = full_name.split()
    if len(words) < 2:  # noqa: PLR2004
        return full_name.strip()
    if len(words) > 2 and words[-1].lower().endswith(_PATRONYMICS):  # noqa: PLR2004
        return f"{words[-2]} {words[0][0]}."
    if len(words) == 2 and _is_surname(words[0]) and not _is_surname(words[1]):  # noqa: PLR2004
        return f"{words[1]} {words[0][0]}."
    last = words[1] if words[-1].lower().endswith(_PATRONYMICS) else words[-1]
    return f"{words[0]} {last[0]}."


def _is_surname(word: str) -> bool:
    """Return True for a word with a Russian surname's ending that is no given name."""
    lower = word.lower()
    return lower.endswith(_SURNAMES) and lower not in _GIVEN and not lower.endswith(_PATRONYMICS)


def _said_by(account: Account, client: Client) -> tuple[str, str]:
    """Return the wording, and the name of the agent or of the organisation."""
    if client.base == HOUSE:
        return _OF_HOUSE, account.shown_name
    actor = actor_of(StaffMember(client.base))
    known = directory.name_users(client.account_id, [actor]).get(actor, "")
    # Of an agent who has not given a name, the directory knows the e-mail.
    return _OF_AGENT, short_name(known) if known and "@" not in known else account.shown_name


def _sized(language: Language, template: str, code: str, name: str) -> tuple[str, sms.SmsSize]:
    wording = text(language, template, code=code, name=name)
    return sms.compose([wording, sms.spelled(wording)])
