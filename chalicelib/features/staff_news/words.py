"""Words for each piece of news, in subjects and in the lines of an e-mail (catalogue `staff_news`)."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from chalicelib.base.autolinks import unlinked
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.languages import N_, Language, plural, text
from chalicelib.base.localized import short_date
from chalicelib.features.photos.rejection import RejectionReason
from chalicelib.features.staff_news.reading import Fact, Kind
from chalicelib.messaging.reasons import in_words
from chalicelib.tenancy.model import Account

#: By kind, the words of subjects; photos that were not accepted are counted instead.
_SUBJECTS: Mapping[Kind, str] = {
    "completed": N_("photos complete"),
    "undelivered": N_("request not delivered"),
    "expired": N_("request expired"),
    "handed_over": N_("handed to you"),
}
_CHANNELS: Mapping[Channel, str] = {"sms": N_("SMS"), "email": N_("E-mail")}
_REASONS: Mapping[RejectionReason, str] = {
    RejectionReason.EMPTY: N_("The file is empty."),
    RejectionReason.TOO_LARGE: N_("The file is larger than 15 MB."),
    RejectionReason.CHECKSUM_MISMATCH: N_("The file was damaged on its way."),
    RejectionReason.NOT_AN_IMAGE: N_("The file is not a photo."),
    RejectionReason.UNSUPPORTED_TYPE: N_("Pictures of this type can't be accepted."),
    RejectionReason.TYPE_MISMATCH: N_("The file is of another type than it was said to be."),
    RejectionReason.TOO_MANY_PIXELS: N_("The photo has too many pixels."),
    RejectionReason.TOO_COMPLEX: N_("The photo takes too long to open."),
    RejectionReason.BROKEN: N_("The photo is damaged and can't be opened in full."),
    RejectionReason.MISSING: N_("The photo has not arrived."),
    RejectionReason.TOO_MANY: N_("There were as many photos as were asked for."),
    RejectionReason.DUPLICATE: N_("The case has this photo already."),
    RejectionReason.WITHDRAWN: N_("The request was withdrawn before."),
}


class Line(NamedTuple):
    """A line for one fact: its time, its name, and details."""

    when: str
    what: str
    details: tuple[str, ...] = ()


def summary(facts: Sequence[Fact], language: Language) -> str:
    """Return the facts in a few words, each kind once, in the order of their first occurrence."""
    kinds = dict.fromkeys(fact.kind for fact in facts)
    return ", ".join(_in_subject(kind, sum(fact.kind == kind for fact in facts), language) for kind in kinds)


def lines(facts: Sequence[Fact], account: Account, names: Mapping[str, str]) -> list[Line]:
    """Return the lines for facts in order. Rejected photos of one category and reason are one line.

    `names`: by actor, the names of people.
    """
    groups = [list(group) for _, group in groupby(facts, key=_alike)]
    return [Line(_when(group, account), *_said(group, account, names)) for group in groups]


def _in_subject(kind: Kind, count: int, language: Language) -> str:
    if kind == "rejected":
        return plural(language, "{count} photo not accepted", "{count} photos not accepted", count)
    return text(language, _SUBJECTS[kind])


def _alike(fact: Fact) -> object:
    data = fact.entry.data
    return (data["request_id"], data["category"], data["reason"]) if fact.kind == "rejected" else fact.entry.id


def _when(group: Sequence[Fact], account: Account) -> str:
    first, last = (fact.entry.at.astimezone(account.zone) for fact in (group[0], group[-1]))
    begin = short_date(account.language, first)
    if begin == short_date(account.language, last):
        return begin
    return f"{begin}–{last:%H:%M}" if first.date() == last.date() else f"{begin} – {short_date(account.language, last)}"


def _said(group: Sequence[Fact], account: Account, names: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    language, fact = account.language, group[-1]
    match fact.kind:
        case "completed":
            return text(language, N_("Photos complete")), (_all_photos(fact, language),)
        case "expired":
            return text(language, N_("Request expired")), _left_over(fact, language)
        case "undelivered":
            return text(language, N_("Request not delivered: nobody has the link")), _ways(fact, language)
        case "handed_over":
            by = names.get(fact.entry.actor) or text(language, N_("A colleague"))
            return text(language, N_("{name} handed the case to you"), name=unlinked(by)), ()
    return _refused(group, language)


def _all_photos(fact: Fact, language: Language) -> str:
    filed = fact.request.filed if fact.request else {}
    count = sum(filed.values())
    said = plural(language, "{count} photo, all categories", "{count} photos, all categories", count)
    by_category = (f"{_label(fact, code, language)} – {number}" for code, number in filed.items() if number)
    return f"{said}: {', '.join(by_category)}"


def _left_over(fact: Fact, language: Language) -> tuple[str, ...]:
    assert fact.request is not None  # noqa: S101 - news of a request is read with it
    count = sum(fact.request.filed.values())
    kept = plural(language, "{count} photo stays in the case", "{count} photos stay in the case", count)
    missing = ", ".join(_label(fact, code, language) for code in fact.request.missing)
    return (
        kept if count else text(language, N_("No photo has come.")),
        *([text(language, N_("Still missing: {categories}"), categories=missing)] if missing else []),
        text(language, N_("Extend the request, and its link works again.")),
    )


def _ways(fact: Fact, language: Language) -> tuple[str, ...]:
    tried = (f"{text(language, _CHANNELS[channel])}: {text(language, in_words(why))}" for channel, why in fact.failures)
    next_step = N_("Correct the phone or the e-mail and ask again, or hand over the link yourself.")
    return (*tried, text(language, next_step))


def _refused(group: Sequence[Fact], language: Language) -> tuple[str, tuple[str, ...]]:
    data = group[-1].entry.data
    label = _label(group[-1], data["category"], language)
    what = plural(
        language,
        "{count} photo not accepted: {category}",
        "{count} photos not accepted: {category}",
        len(group),
        category=label,
    )
    reason, request = text(language, _REASONS[RejectionReason(data["reason"])]), group[-1].request
    if request is None or not request.is_open(now()):
        return what, (reason,)
    return what, (reason, text(language, N_("The page of the link says so and asks for another one.")))


def _label(fact: Fact, code: str, language: Language) -> str:
    category = fact.request.category(code) if fact.request else None
    return unlinked(category.label(language)) if category else code
