"""The e-mail and the SMS that tell a client of its agent, in the client's language: no advertising.

Translations of the SMS into Spanish do without á, í, ó and ú, which GSM-7 lacks: one of them would make it dearer.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from chalicelib.base import localized
from chalicelib.base.autolinks import unlinked
from chalicelib.base.colours import is_light
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.phones import dial, display_with_extension
from chalicelib.base.templating import templates_in
from chalicelib.features.clients.agent_names import short_name_of
from chalicelib.features.clients.model import HOUSE, Client
from chalicelib.features.clients.tellings import Telling, address_of
from chalicelib.messaging import sms
from chalicelib.messaging.letters import TEMPLATES, Email
from chalicelib.tenancy.model import Account

if TYPE_CHECKING:
    from jinja2 import Environment

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
_WHY = N_(
    "You get this e-mail because {sender} has this address of yours as its client's. It informs you of your contract "
    "and is no advertising."
)
_NO_NAME = N_("a colleague of ours")


class Letter(NamedTuple):
    """The sentences of the e-mail, in its language."""

    language: Language
    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    ask: str
    button: str
    page: str
    link_hint: str
    support_title: str
    #: Number to dial, and as people read it.
    phones: tuple[tuple[str, str], ...]
    signature: str
    why: str
    colour: str
    on_colour: str


def render_sms(account: Account, client: Client, telling: Telling) -> tuple[str, sms.SmsSize]:
    """Return the fullest text in the fewest segments, and its size; the whole link is in it."""
    language = client.facts.language or account.language
    templates = _SMS_OF_HOUSE if telling.base == HOUSE else _SMS_OF_AGENT
    wordings = [text(language, each, **{**_places(account, telling, language), "link": ""}) for each in templates]
    candidates = dict.fromkeys([*wordings, *map(sms.spelled, wordings)])
    return sms.compose([wording + address_of(telling) for wording in candidates])


def render_email(account: Account, client: Client, telling: Telling) -> Email:
    """Return subject, HTML and plain text."""
    letter = _letter(account, client, telling)
    html = _templates().get_template("client_told.html").render(letter=letter)
    return Email(letter.subject, html, _plain(letter))


def _letter(account: Account, client: Client, telling: Telling) -> Letter:
    language = client.facts.language or account.language
    places = _places(account, telling, language)
    is_house = telling.base == HOUSE
    told = _TO_HOUSE if is_house else _BY_SALE if telling.cause == "sale" else _BY_MOVE
    sentences = (told,) if is_house else (told, _DUTIES)
    return Letter(
        language=language,
        subject=text(language, _SUBJECT_OF_HOUSE if is_house else _SUBJECT_OF_AGENT, **places),
        greeting=text(language, N_("Good day!")),
        paragraphs=tuple(text(language, each, **places) for each in sentences),
        ask=text(language, _CONTEST, **places),
        button=text(language, N_("That is not right")),
        page=address_of(telling),
        link_hint=text(language, N_("If the button doesn't work, open this link:")),
        support_title=text(language, N_("Questions? Please call:")),
        phones=tuple(
            (dial(each.number, each.extension), display_with_extension(each.number, each.extension, language))
            for each in account.support_phones
        ),
        signature=account.signature or account.shown_name,
        why=text(language, _WHY, **places),
        colour=account.branding.color,
        on_colour="#000000" if is_light(account.branding.color) else "#ffffff",
    )


def _places(account: Account, telling: Telling, language: Language) -> dict[str, str]:
    agent = "" if telling.base == HOUSE else short_name_of(telling.account_id, telling.base)
    return {
        "sender": unlinked(account.shown_name),
        "agent": unlinked(agent) or text(language, _NO_NAME),
        "day": localized.day(language, telling.at.astimezone(account.zone)),
    }


def _plain(letter: Letter) -> str:
    phones = ", ".join(shown for _, shown in letter.phones)
    paragraphs = [
        letter.greeting,
        *letter.paragraphs,
        f"{letter.ask}\n{letter.page}",
        f"{letter.support_title} {phones}" if phones else "",
        letter.signature,
        f"-- \n{letter.why}",
    ]
    return "\n\n".join(filter(None, paragraphs)) + "\n"


@cache
def _templates() -> "Environment":
    return templates_in(Path(__file__).parent / "templates", TEMPLATES)
