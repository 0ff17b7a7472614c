"""Texts for an owner who is asked for retakes: the SMS, and the e-mail's own part.

Catalogue domain `messages_retakes`. Numbers of photos decide the forms, so that each text has two of English.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Literal, NamedTuple

from chalicelib.base.languages import Language, plural, text

Kind = Literal["invitation", "reminder"]


def counted(one: str, many: str) -> tuple[str, str]:
    """Mark both forms of a msgid that depends on a number, for extraction."""
    return one, many


# From full to short, as those of other requests (texts.py). Those in Spanish do without á, í, ó and ú.
_SMS = {
    "invitation": (
        counted(
            "{sender} asks you to take {count} photo of your vehicle again by {date}. Questions: {phone}. Link: {link}",
            "{sender} asks you to take {count} photos of your vehicle again by {date}. Questions: {phone}. "
            "Link: {link}",
        ),
        counted(
            "{sender} asks you to take {count} photo of your vehicle again by {date}: {link}",
            "{sender} asks you to take {count} photos of your vehicle again by {date}: {link}",
        ),
        counted(
            "{sender} asks you to take {count} photo again: {link}",
            "{sender} asks you to take {count} photos again: {link}",
        ),
        counted(
            "{sender}: please take {count} photo again {link}", "{sender}: please take {count} photos again {link}"
        ),
        counted("{sender}: {count} photo again {link}", "{sender}: {count} photos again {link}"),
    ),
    "reminder": (
        counted(
            "Reminder: {sender} is waiting until {date} for {count} photo taken again. Questions: {phone}. "
            "Link: {link}",
            "Reminder: {sender} is waiting until {date} for {count} photos taken again. Questions: {phone}. "
            "Link: {link}",
        ),
        counted(
            "Reminder: {sender} is waiting until {date} for {count} photo taken again: {link}",
            "Reminder: {sender} is waiting until {date} for {count} photos taken again: {link}",
        ),
        counted(
            "{sender} is still waiting for {count} photo taken again: {link}",
            "{sender} is still waiting for {count} photos taken again: {link}",
        ),
        counted("{sender}: waiting for {count} photo {link}", "{sender}: waiting for {count} photos {link}"),
    ),
}
#: Wordings that name no vehicle in any language.
_SMS_OF_GOODS = {"invitation": (_SMS["invitation"][2], _SMS["invitation"][4]), "reminder": _SMS["reminder"]}
_SUBJECT = {
    ("invitation", False): counted(
        "{sender}: {count} photo to take once more", "{sender}: {count} photos to take once more"
    ),
    ("invitation", True): counted(
        "{sender}: {count} photo to take once more, case {reference}",
        "{sender}: {count} photos to take once more, case {reference}",
    ),
    ("reminder", False): counted(
        "Reminder from {sender}: {count} photo to take once more",
        "Reminder from {sender}: {count} photos to take once more",
    ),
    ("reminder", True): counted(
        "Reminder from {sender}: {count} photo to take once more, case {reference}",
        "Reminder from {sender}: {count} photos to take once more, case {reference}",
    ),
}
_INTRO = {
    "invitation": counted(
        "{sender} thanks you for your photos and asks you to take {count} photo once more: below is why, and how it"
        " comes out better. Open the link on your phone: no app or registration is needed.",
        "{sender} thanks you for your photos and asks you to take {count} photos once more: below is why, and how they"
        " come out better. Open the link on your phone: no app or registration is needed.",
    ),
    "reminder": counted(
        "{sender} is still waiting for {count} photo that has to be taken once more: below is why, and how it comes out"
        " better. Open the link on your phone: what you have already sent is kept.",
        "{sender} is still waiting for {count} photos that have to be taken once more: below is why, and how they come"
        " out better. Open the link on your phone: what you have already sent is kept.",
    ),
}
_PREHEADER = counted(
    "{count} photo, with what to do better. No app.", "{count} photos, with what to do better. No app."
)


class Retake(NamedTuple):
    """Photos of one category that have to be taken again for the same reason; all in the owner's language."""

    category: str
    reason: str
    advice: str
    words: str
    photos: int = 1


class RetakeGroup(NamedTuple):
    """The retakes of a category."""

    label: str
    lines: Sequence[str]


class RetakeLetter(NamedTuple):
    """The parts of an e-mail about retakes that replace, or stand beside, those of any other."""

    subject: str
    preheader: str
    intro: str
    title: str
    beside_title: str
    groups: Sequence[RetakeGroup]


def sms_wordings(
    language: Language, kind: Kind, count: int, *, about_goods: bool = False, **places: str
) -> Iterator[str]:
    """Return the wordings of the SMS, the fullest first; `places` has sender, date and phone ('' for none)."""
    for one, many in (_SMS_OF_GOODS if about_goods else _SMS)[kind]:
        if places["phone"] or "{phone}" not in one:
            yield plural(language, one, many, count, **places, link="")


def retake_letter(
    language: Language, kind: Kind, retakes: Sequence[Retake], *, sender: str, reference: str | None
) -> RetakeLetter:
    """Return the parts of an e-mail about retakes."""
    count = sum(each.photos for each in retakes)
    return RetakeLetter(
        subject=plural(language, *_SUBJECT[kind, bool(reference)], count, sender=sender, reference=reference),
        preheader=plural(language, *_PREHEADER, count),
        intro=plural(language, *_INTRO[kind], count, sender=sender),
        title=text(language, "To take once more:"),
        beside_title=text(language, "Also needed:"),
        groups=_grouped(language, retakes),
    )


def _grouped(language: Language, retakes: Iterable[Retake]) -> list[RetakeGroup]:
    groups: dict[str, list[str]] = {}
    for each in retakes:
        groups.setdefault(each.category, []).extend(_said(language, each))
    return [RetakeGroup(label, lines) for label, lines in groups.items()]


def _said(language: Language, retake: Retake) -> list[str]:
    """Return the sentences on one retake: the number of photos, the reason, the staff's addition, advice."""
    number = f"{retake.photos} × " if retake.photos > 1 else ""
    words = text(language, "“{words}”", words=retake.words) if retake.words else ""
    return [said for said in (number + retake.reason, words, retake.advice) if said]


def plain_lines(letter: RetakeLetter) -> list[str]:
    """Return the retakes as lines of plain text."""
    groups = ([f"- {group.label}", *(f"  {said}" for said in group.lines)] for group in letter.groups)
    return [letter.title, *chain.from_iterable(groups)]
