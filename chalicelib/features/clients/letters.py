"""E-mails to clients in an account's name: sentences, one button, the phones and the help address of the account."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from chalicelib.base.colours import is_light
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.phones import dial, display_with_extension
from chalicelib.base.templating import templates_in
from chalicelib.frame.area.settings import area_settings
from chalicelib.messaging.letters import TEMPLATES, Email
from chalicelib.tenancy.model import Account

if TYPE_CHECKING:
    from jinja2 import Environment

#: The reason for getting an e-mail about a contract.
WHY = N_(
    "You get this e-mail because {sender} has this address of yours as its client's. It informs you of your contract "
    "and is no advertising."
)


class Letter(NamedTuple):
    """The sentences of an e-mail, in its language. One without a page has no button."""

    language: Language
    subject: str
    paragraphs: tuple[str, ...]
    ask: str
    button: str
    page: str
    why: str


class _Shown(NamedTuple):
    """A letter with the parts that all letters of an account have."""

    said: Letter
    greeting: str
    link_hint: str
    support_title: str
    #: The words before the address for help, and the address; empty without one.
    help_title: str
    help_email: str
    #: Number to dial, and as people read it.
    phones: tuple[tuple[str, str], ...]
    signature: str
    colour: str
    on_colour: str


def render(account: Account, letter: Letter) -> Email:
    """Return subject, HTML and plain text of a letter."""
    shown = _shown(account, letter)
    html = _templates().get_template("client_letter.html").render(said=letter, letter=shown)
    return Email(letter.subject, html, _plain(shown))


def _shown(account: Account, letter: Letter) -> _Shown:
    language, colour = letter.language, account.branding.color
    return _Shown(
        said=letter,
        greeting=text(language, N_("Good day!")),
        link_hint=text(language, N_("If the button doesn't work, open this link:")),
        support_title=text(language, N_("Questions? Please call:")),
        help_title=text(language, N_("Or write to us:") if account.support_phones else N_("Questions? Write to us:")),
        help_email=area_settings(account.id).help_email or "",
        phones=tuple(
            (dial(each.number, each.extension), display_with_extension(each.number, each.extension, language))
            for each in account.support_phones
        ),
        # its words are in the account's language alone
        signature=(language == account.language and account.signature) or account.shown_name,
        colour=colour,
        on_colour="#000000" if is_light(colour) else "#ffffff",
    )


def _plain(shown: _Shown) -> str:
    said, phones = shown.said, ", ".join(number for _, number in shown.phones)
    paragraphs = [
        shown.greeting,
        *said.paragraphs,
        f"{said.ask}\n{said.page}" if said.page else "",
        f"{shown.support_title} {phones}" if phones else "",
        f"{shown.help_title} {shown.help_email}" if shown.help_email else "",
        shown.signature,
        f"-- \n{said.why}",
    ]
    return "\n\n".join(filter(None, paragraphs)) + "\n"


@cache
def _templates() -> "Environment":
    return templates_in(Path(__file__).parent / "templates", TEMPLATES)
