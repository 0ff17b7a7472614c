"""Drafts of letters: pure functions of facts. An unknown fact is marked in the letter, which is never refused."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.base import localized
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import shown
from chalicelib.features.cargo.letters.model import TITLES, Draft, LetterKind
from chalicelib.features.claims.consignment import Consignment
from chalicelib.features.claims.facts import ClaimFacts
from chalicelib.frame.console.numbers import written


class Subject(NamedTuple):
    """The claim that a letter is about: its facts, its client, the law with the article that the letter names."""

    facts: ClaimFacts
    sender: str
    law: str | None
    #: Of the deadline that it meets; empty without one.
    article: str
    zone: ZoneInfo
    today: date
    number: str = ""


#: The articles on the liability of carriers, which a claim names.
_LIABILITY: Mapping[str, str] = MappingProxyType(
    {
        "cmr": "CMR, art. 17, 23, 25",
        "lcttm": "Ley 15/2009, art. 47, 52, 53",
        "montreal": "Montreal, art. 18, 22.3",
        "hague_visby": "Hague-Visby, art. III, IV.5",
    }
)
_SAID: Mapping[LetterKind, str] = MappingProxyType(
    {
        LetterKind.APPARENT: N_(
            "When the goods named below were delivered, damage or partial loss was apparent. We hereby make "
            "reservations in writing ({law})."
        ),
        LetterKind.HIDDEN: N_(
            "After the delivery of the goods named below we found damage or partial loss that was not apparent. We "
            "hereby send you reservations in writing ({law})."
        ),
        LetterKind.DAMAGE: N_(
            "The goods named below arrived damaged or in part. We hereby make our complaint in writing ({law})."
        ),
        LetterKind.DELAY: N_(
            "The goods named below were to be delivered by {agreed}, and were delivered on {delivered}. We hereby send "
            "you reservations in writing for the delay, and hold you liable for its loss ({law})."
        ),
        LetterKind.CLAIM: N_(
            "We hold you liable for the loss of, or damage to, the goods named below while they were in your charge "
            "({law}), and claim compensation of {claimed}."
        ),
    }
)
_CLAIMED = N_(
    "Please pay this amount or give us your reasoned refusal in writing, with the documents that you rely on. The law "
    "adds a part of the carriage charges where it provides for it."
)
_EVIDENCE = N_("The goods and their packing are kept for you to inspect them. Please tell us within three days when.")
_RIGHTS = N_("Please confirm that you have received this letter. All our rights are reserved.")
_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "carrier": N_("Name of the carrier"),
        "waybill": N_("Waybill"),
        "goods": N_("Goods"),
        "packages": N_("Packages, of them affected"),
        "weight": N_("Gross weight in kg, of it affected"),
        "delivered": N_("Delivered on"),
        "place": N_("Place of delivery"),
        "agreed": N_("Agreed day of delivery"),
        "damage": N_("Found"),
        "claimed": N_("Amount claimed"),
        "law": N_("Law of the carriage"),
    }
)


class _Writer:
    """Writes facts into a letter, and notes those that it has to mark."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.missing: list[str] = []

    def known(self, name: str, value: str | None) -> str:
        """Return a value, or the mark in its place: its label in brackets."""
        if value:
            return value
        label = text(self.language, _LABELS[name])
        if label not in self.missing:
            self.missing.append(label)
        return f"[{label}]"


def draft(kind: LetterKind, subject: Subject, language: Language) -> Draft:
    """Return the draft of a letter in a language."""
    writer, facts = _Writer(language), subject.facts
    goods = facts.cargo or Consignment()
    head = _head(subject, goods, writer)
    named = dict(_facts(kind, subject, goods, writer))
    words = {
        "law": writer.known("law", subject.article or _LIABILITY.get(subject.law or "")),
        "agreed": named.get("agreed", ""),
        "delivered": named.get("delivered", ""),
        "claimed": named.get("claimed", ""),
    }
    closing = [*([_CLAIMED] if kind is LetterKind.CLAIM else []), _EVIDENCE, _RIGHTS]
    if kind is LetterKind.DELAY:
        closing.remove(_EVIDENCE)
    return Draft(
        kind=kind,
        language=language,
        title=text(language, TITLES[kind]),
        head=head,
        paragraphs=(text(language, _SAID[kind], **words),),
        facts=tuple((text(language, _LABELS[name]), value) for name, value in named.items()),
        closing=tuple(text(language, each) for each in closing),
        signed=subject.sender,
        missing=tuple(writer.missing),
    )


def _head(subject: Subject, goods: Consignment, writer: _Writer) -> tuple[str, ...]:
    language = writer.language
    return (
        text(language, N_("From: {sender}"), sender=subject.sender),
        text(language, N_("To: {carrier}"), carrier=writer.known("carrier", goods.carrier)),
        text(language, N_("Date: {day}"), day=localized.day(language, subject.today)),
        *([text(language, N_("Our reference: {number}"), number=goods.own_reference or subject.number)]),
    )


def _facts(kind: LetterKind, subject: Subject, goods: Consignment, writer: _Writer) -> Iterator[tuple[str, str]]:
    """Yield the facts of the carriage by name. Those that the letter can do without stand in it if they are known."""
    facts, language = subject.facts, writer.language
    yield "waybill", writer.known("waybill", goods.waybill)
    yield "goods", writer.known("goods", goods.description)
    if goods.packages:
        yield "packages", _of(str(goods.packages), str(goods.affected_packages) if goods.affected_packages else "")
    if goods.gross_kg:
        affected = written(language, goods.affected_kg) if goods.affected_kg else ""
        yield "weight", _of(written(language, goods.gross_kg), affected)
    if kind is LetterKind.DELAY:
        yield "agreed", writer.known("agreed", _day(facts.agreed_at, subject, language))
    if kind is not LetterKind.CLAIM or facts.delivered_at:
        yield "delivered", writer.known("delivered", _day(facts.delivered_at, subject, language))
    yield "place", writer.known("place", goods.place_of_delivery)
    if kind is not LetterKind.DELAY:
        yield "damage", writer.known("damage", facts.description)
    if kind is LetterKind.CLAIM:
        yield "claimed", writer.known("claimed", shown(language, facts.claimed) if facts.claimed else None)


def _of(whole: str, part: str) -> str:
    return f"{whole}, {part}" if part else whole


def _day(moment: datetime | None, subject: Subject, language: Language) -> str | None:
    return localized.day(language, moment.astimezone(subject.zone)) if moment else None
