"""The e-mail and the SMS that tell a client of its agent, in the client's language: no advertising.

Translations of the SMS into Spanish do without á, í, ó and ú, which GSM-7 lacks: one of them would make it dearer.
"""

from chalicelib.base import localized
from chalicelib.base.autolinks import unlinked
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients.agent_names import short_name_of
from chalicelib.features.clients.letters import WHY, Letter, render
from chalicelib.features.clients.model import HOUSE, Client
from chalicelib.features.clients.tellings import Telling, address_of
from chalicelib.messaging import sms
from chalicelib.messaging.letters import Email
from chalicelib.tenancy.model import Account

#: Each ends with the link.
_SMS_OF_AGENT = (
    N_("{sender}: since {day} your agent is {agent}. Not right? Tell us: {link}"),
    N_("{sender}: your agent is {agent} now. Not right? {link}"),
    N_("{sender}: your agent is {agent} {link}"),
)
_SMS_OF_HOUSE = (
    N_("Since {day} {sender} looks after your policies without an agent. Not right? Tell us: {link}"),
    N_("{sender} looks after your policies without an agent now. Not right? {link}"),
)
_SUBJECT_OF_AGENT = N_("{sender}: your agent is {agent}")
_SUBJECT_OF_HOUSE = N_("{sender}: who looks after your policies")
_BY_SALE = N_("Since {day} {agent} is your agent at {sender}: you bought a policy from this agent.")
_BY_MOVE = N_("Since {day} {agent} is your agent at {sender}, in place of the former one.")
_TO_HOUSE = N_("Since {day} {sender} looks after your policies without an agent.")
_DUTIES = N_("The agent sees your data and your policies, and helps you with them. Your policies stay as they are.")
_CONTEST = N_("Is that not right, or do you not want this agent? Tell {sender} by one press:")
_NO_NAME = N_("a colleague of ours")


def render_sms(account: Account, client: Client, telling: Telling) -> tuple[str, sms.SmsSize]:
    """Return the fullest text in the fewest segments, and its size; the whole link is in it."""
    language = client.facts.language or account.language
    templates = _SMS_OF_HOUSE if telling.base == HOUSE else _SMS_OF_AGENT
    wordings = [text(language, each, **{**_places(account, telling, language), "link": ""}) for each in templates]
    candidates = dict.fromkeys([*wordings, *map(sms.spelled, wordings)])
    return sms.compose([wording + address_of(telling) for wording in candidates])


def render_email(account: Account, client: Client, telling: Telling) -> Email:
    """Return subject, HTML and plain text."""
    language = client.facts.language or account.language
    places = _places(account, telling, language)
    is_house = telling.base == HOUSE
    told = _TO_HOUSE if is_house else _BY_SALE if telling.cause == "sale" else _BY_MOVE
    sentences = (told,) if is_house else (told, _DUTIES)
    letter = Letter(
        language=language,
        subject=text(language, _SUBJECT_OF_HOUSE if is_house else _SUBJECT_OF_AGENT, **places),
        paragraphs=tuple(text(language, each, **places) for each in sentences),
        ask=text(language, _CONTEST, **places),
        button=text(language, N_("That is not right")),
        page=address_of(telling),
        why=text(language, WHY, **places),
    )
    return render(account, letter)


def _places(account: Account, telling: Telling, language: Language) -> dict[str, str]:
    agent = "" if telling.base == HOUSE else short_name_of(telling.account_id, telling.base)
    return {
        "sender": unlinked(account.shown_name),
        "agent": unlinked(agent) or text(language, _NO_NAME),
        "day": localized.day(language, telling.at.astimezone(account.zone)),
    }
