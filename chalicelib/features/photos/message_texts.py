"""Texts for an owner, in the owner's language: the SMS and the e-mail that ask for photos or remind.

English msgids, catalogue domain `messages`. Texts are built here once, and a template lays them out, so that an
e-mail's HTML and plain parts agree.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.base import time_zones, words
from chalicelib.base.autolinks import unlinked
from chalicelib.base.colours import is_light
from chalicelib.base.languages import N_, Language, plural, text
from chalicelib.base.localized import offset_of, short_date
from chalicelib.base.phones import dial
from chalicelib.base.templating import templates_in
from chalicelib.features.photos import goods_texts, retake_texts
from chalicelib.features.photos.retake_texts import RetakeLetter, plain_lines
from chalicelib.messaging import sms
from chalicelib.messaging.letters import Email

if TYPE_CHECKING:
    from jinja2 import Environment


def _line(value: str) -> str:
    """Make text one line with single spaces."""
    return " ".join(words.line(value).split())


def _block(value: str) -> str:
    """Keep line breaks, at most one empty line in a row."""
    lines = [_line(line) for line in words.block(value).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _not_empty(value: str) -> str:
    if not value:
        raise ValueError("it needs a visible character")
    return value


def _zone(value: str) -> str:
    if not time_zones.is_readable(value):
        raise ValueError("it has to be an IANA time zone, e.g. Europe/Moscow")
    return value


Line = Annotated[str, AfterValidator(_line), Field(max_length=500)]
Name = Annotated[str, AfterValidator(_line), AfterValidator(_not_empty), Field(max_length=200)]
Block = Annotated[str, AfterValidator(_block), Field(max_length=5000)]
Link = Annotated[str, StringConstraints(pattern=r"^https?://[!-~]+$", max_length=500)]
#: One bare address: nothing that could add a recipient or a header.
MailAddress = Annotated[
    str, StringConstraints(pattern=r"^[!#-'*+\-./0-9=?A-Z^-~]+@[^\s@<>,;:\"()\[\]]+$", max_length=254)
]


class SupportPhone(BaseModel):
    """A number that owners may call: E.164 for the phone, and the way the tenant likes to show it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    #: As phones.parse gives it: Austria and Germany have numbers of 6 digits in all, Japan one of 19.
    e164: Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{4,19}$")]
    extension: Annotated[str, StringConstraints(pattern=r"^[0-9]{0,8}$")] = ""
    display: Name

    @property
    def dialled(self) -> str:
        """Return the number as a phone dials it."""
        return dial(self.e164, self.extension)


class Retake(BaseModel):
    """Photos of one category that have to be taken once more for one reason, in the message's language."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    category: Name
    reason: Name
    #: Advice, and the staff's own words.
    advice: Line = ""
    words: Line = ""
    photos: int = 1


class PhotoRequestMessage(BaseModel):
    """All content of a photo request's SMS and e-mail; a ValidationError names the wrong field.

    Single-line fields lose line breaks and control characters, so that none of them can end a header.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    kind: Literal["invitation", "reminder"]
    language: Language
    #: The tenant, as owners know it.
    sender_name: Name
    owner_name: Line | None = None
    link: Link
    #: The typed code, and the address of its form.
    code: Name
    entry_url: Link
    #: Labels in the message's language.
    categories: Annotated[tuple[Name, ...], Field(min_length=1)]
    #: Retakes with reasons; empty when the owner is asked for the first time.
    again: tuple[Retake, ...] = ()
    comment: Block | None = None
    support_phones: tuple[SupportPhone, ...] = ()
    signature: Block | None = None
    #: The tenant's own notice; without one the default of the language stands.
    confidentiality: Block | None = None
    expires_at: AwareDatetime
    #: IANA name of the tenant's time zone, in which the expiry is shown.
    timezone: Annotated[str, AfterValidator(_zone)]
    brand_color: Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")] = "#1d4ed8"
    logo_url: Link | None = None
    reply_to: MailAddress | None = None
    #: The tenant's address for help, where answers go, too.
    help_email: MailAddress | None = None
    #: The tenant's number of the case.
    reference: Line | None = None
    #: Asked for are photos of goods that were carried, of no vehicle.
    about_goods: bool = False


class Sms(NamedTuple):
    """A text message and its cost in segments."""

    text: str
    size: sms.SmsSize


# From full to short: compose takes the first that needs no more segments than the shortest. Each ends with a space and
# the link, which phones then make tappable. Translations into Spanish do without á, í, ó and ú, which GSM-7 lacks: one
# of them would make every message twice as dear.
_INVITATION = (
    N_("{sender} asks for photos of your vehicle. Please send them by {date}. Questions: {phone}. Link: {link}"),
    N_("{sender} asks you to send photos of your vehicle by {date}: {link}"),
    N_("{sender} asks for photos of your vehicle by {date}: {link}"),
    N_("{sender} asks for photos of your vehicle: {link}"),
    N_("{sender}: we need photos of your car {link}"),
    N_("{sender}: car photos {link}"),
)
_REMINDER = (
    N_("Reminder: {sender} is waiting for photos of your vehicle until {date}. Questions: {phone}. Link: {link}"),
    N_("Reminder: {sender} is waiting for photos of your vehicle until {date}: {link}"),
    N_("{sender} is still waiting for photos of your vehicle until {date}: {link}"),
    N_("{sender} is still waiting for photos of your vehicle: {link}"),
    N_("{sender}: still waiting for car photos {link}"),
    N_("{sender}: waiting for photos {link}"),
)
_LONG_DATE = (
    N_("{day} January {year}, {time}"),
    N_("{day} February {year}, {time}"),
    N_("{day} March {year}, {time}"),
    N_("{day} April {year}, {time}"),
    N_("{day} May {year}, {time}"),
    N_("{day} June {year}, {time}"),
    N_("{day} July {year}, {time}"),
    N_("{day} August {year}, {time}"),
    N_("{day} September {year}, {time}"),
    N_("{day} October {year}, {time}"),
    N_("{day} November {year}, {time}"),
    N_("{day} December {year}, {time}"),
)


def render_sms(message: PhotoRequestMessage) -> Sms:
    """Return the fullest text in the fewest segments; the tenant's name and the whole link are always in it.

    The owner's name and the comment stay out: notifications show on locked screens.
    """
    wordings = list(_wordings(message))
    candidates = [*wordings, *map(sms.spelled, wordings)]
    return Sms(*sms.compose([wording + message.link for wording in dict.fromkeys(candidates)]))


def _wordings(message: PhotoRequestMessage) -> Iterator[str]:
    """Make the wordings, the fullest first, without the one link that each of them ends with."""
    sender = unlinked(message.sender_name)
    date = short_date(message.language, _local(message))
    phone = message.support_phones[0].dialled if message.support_phones else ""
    if message.again:
        count = sum(each.photos for each in message.again)
        places = {"sender": sender, "date": date, "phone": phone}
        goods = message.about_goods
        yield from retake_texts.sms_wordings(message.language, message.kind, count, about_goods=goods, **places)
        return
    for template in _sms_templates(message):
        if phone or "{phone}" not in template:
            yield text(message.language, template, sender=sender, date=date, phone=phone, link="")


def _sms_templates(message: PhotoRequestMessage) -> Sequence[str]:
    if message.about_goods:
        return goods_texts.INVITATION if message.kind == "invitation" else goods_texts.REMINDER
    return _INVITATION if message.kind == "invitation" else _REMINDER


_SUBJECTS = {
    ("invitation", False): N_("{sender}: photos of your vehicle"),
    ("invitation", True): N_("{sender}: photos of your vehicle, case {reference}"),
    ("reminder", False): N_("Reminder from {sender}: photos of your vehicle"),
    ("reminder", True): N_("Reminder from {sender}: photos of your vehicle, case {reference}"),
}
_INTRO = {
    "invitation": N_(
        "{sender} asks you to send photos of your vehicle. Open the link on your phone: it takes about two minutes,"
        " without an app or registration."
    ),
    "reminder": N_(
        "{sender} is still waiting for the photos of your vehicle. Open the link on your phone: it takes about two"
        " minutes, and what you have already sent is kept."
    ),
}
_CONFIDENTIALITY = N_(
    "This message is meant only for the person it is addressed to, and the link in it is personal: please don't forward"
    " it. If you received it by mistake, delete it and tell the sender."
)
_OR_WRITE, _WRITE = N_("Or write to us:"), N_("Questions? Write to us:")
_WHY = N_(
    "You got this e-mail because {sender} is inspecting a vehicle and this address was given as the owner's contact. If"
    " you don't know what it is about, don't open the link and ignore this message."
)


def render_email(message: PhotoRequestMessage) -> Email:
    """Return subject, HTML and plain text; names, comments and signatures are data in all three, never markup."""
    letter = _letter(message)
    html = _templates().get_template("photo_request.html").render(letter=letter, message=message)
    return Email(letter.subject, html, _plain(message, letter))


class _Letter(NamedTuple):
    """The sentences of an e-mail, in its language."""

    subject: str
    preheader: str
    greeting: str
    intro: str
    categories_title: str
    #: Asked for, as for the first time.
    categories: Sequence[str]
    comment_title: str
    button: str
    link_hint: str
    code_hint: str
    expiry: str
    support_title: str
    #: The words before the tenant's address for help; empty without one.
    help_title: str
    reply_hint: str
    confidentiality: str
    why: str
    #: Black or white: the more readable one on the brand's colour.
    on_brand: str
    #: The retakes in words.
    again: RetakeLetter | None = None


def _letter(message: PhotoRequestMessage) -> _Letter:
    letter = _letter_of_any(message)
    return _about_retakes(message, letter) if message.again else letter


def _letter_of_any(message: PhotoRequestMessage) -> _Letter:
    language, sender = message.language, message.sender_name
    return _Letter(
        subject=_subject(message),
        preheader=plural(
            language,
            "{count} kind of photos, about two minutes, no app.",
            "{count} kinds of photos, about two minutes, no app.",
            len(message.categories),
        ),
        greeting=_greeting(message),
        intro=text(language, (goods_texts.INTRO if message.about_goods else _INTRO)[message.kind], sender=sender),
        categories_title=text(language, "What to photograph:"),
        categories=message.categories,
        comment_title=text(language, "Comment from our specialist:"),
        button=text(language, "Send photos"),
        link_hint=text(language, "If the button doesn't work, open this link on your phone:"),
        code_hint=text(language, "Or type this code at the address below:"),
        expiry=text(language, "The link works until {date}.", date=_long_date(message)),
        support_title=text(language, "Questions? Call us:"),
        help_title=_help_title(message),
        reply_hint=text(language, "You can also reply to this e-mail.")
        if message.reply_to and not message.help_email
        else "",
        confidentiality=message.confidentiality or text(language, _CONFIDENTIALITY),
        why=text(language, goods_texts.WHY if message.about_goods else _WHY, sender=sender),
        on_brand=_readable_on(message.brand_color),
    )


def _help_title(message: PhotoRequestMessage) -> str:
    if not message.help_email:
        return ""
    return text(message.language, _OR_WRITE if message.support_phones else _WRITE)


def _about_retakes(message: PhotoRequestMessage, letter: _Letter) -> _Letter:
    """Return the letter as it asks for photos once more, and for those of other categories beside."""
    retakes = [retake_texts.Retake(**each.model_dump()) for each in message.again]
    said = retake_texts.retake_letter(
        message.language, message.kind, retakes, sender=message.sender_name, reference=message.reference
    )
    retaken = {group.label for group in said.groups}
    return letter._replace(
        subject=said.subject,
        preheader=said.preheader,
        intro=said.intro,
        categories_title=said.beside_title,
        categories=[label for label in message.categories if label not in retaken],
        again=said,
    )


def _subject(message: PhotoRequestMessage) -> str:
    subjects = goods_texts.SUBJECTS if message.about_goods else _SUBJECTS
    template = subjects[message.kind, bool(message.reference)]
    return text(message.language, template, sender=message.sender_name, reference=message.reference)


def _greeting(message: PhotoRequestMessage) -> str:
    if message.owner_name:
        return text(message.language, "Hello, {name}!", name=unlinked(message.owner_name))
    return text(message.language, "Hello!")


def _plain(message: PhotoRequestMessage, letter: _Letter) -> str:
    """Return the letter as text. The comment is quoted line by line, so that it can't pose as anything else."""
    comment = [letter.comment_title, _quoted(message.comment)] if message.comment else []
    phones = [f"{letter.support_title} {_phone_list(message.support_phones)}"] if message.support_phones else []
    helping = [f"{letter.help_title} {message.help_email}"] if message.help_email else []
    paragraphs: list[Sequence[str]] = [
        [letter.greeting],
        [letter.intro],
        plain_lines(letter.again) if letter.again else [],
        [letter.categories_title, *(f"- {label}" for label in letter.categories)] if letter.categories else [],
        comment,
        [f"{letter.button}:", message.link],
        [letter.code_hint, message.code, message.entry_url],
        [letter.expiry],
        [*phones, *helping, *filter(None, [letter.reply_hint])],
        [message.signature or message.sender_name],
        ["-- ", letter.confidentiality, letter.why],
    ]
    return "\n\n".join("\n".join(lines) for lines in paragraphs if lines) + "\n"


def _quoted(block: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in block.splitlines())


def _phone_list(phones: Sequence[SupportPhone]) -> str:
    return ", ".join(phone.display for phone in phones)


def _local(message: PhotoRequestMessage) -> datetime:
    return message.expires_at.astimezone(ZoneInfo(message.timezone))


def _long_date(message: PhotoRequestMessage) -> str:
    """Return e.g. `28 ноября 2026 г., 18:00 (UTC+3)`: owners and tenants may live in different zones."""
    local = _local(message)
    date = text(message.language, _LONG_DATE[local.month - 1], day=local.day, year=local.year, time=f"{local:%H:%M}")
    return f"{date} ({offset_of(local)})"


def _readable_on(color: str) -> str:
    """Choose black or white text by the contrast."""
    return "#000000" if is_light(color) else "#ffffff"


@cache
def _templates() -> "Environment":
    return templates_in(Path(__file__).parent / "templates")
