"""Paragraphs of e-mails about claims: documents with reasons, decisions, referrals, deadlines, ends."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.base import localized
from chalicelib.base.autolinks import unlinked
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import shown
from chalicelib.base.words import first_seen
from chalicelib.features.claims.answering import answer_by
from chalicelib.features.claims.area.words import OUTCOMES, next_step
from chalicelib.features.claims.consignment_words import kind_of
from chalicelib.features.claims.deadlines.keeping import zone_of
from chalicelib.features.claims.deadlines.words import effect_of, line_of
from chalicelib.features.claims.documents.reasons import reason_of
from chalicelib.features.claims.processes import SlotRule
from chalicelib.features.claims.repair.payables import is_due
from chalicelib.features.claims.stages import PAID, Ending, Outcome, Stage
from chalicelib.features.claims.standing import number_of
from chalicelib.features.claims.telling.facts import TellFacts
from chalicelib.features.claims.telling.model import Told, What
from chalicelib.tenancy.model import Account

_ONE_OF = N_("One of these is enough: {documents}.")
_NOT_ACCEPTED = N_("{document}. Not accepted: {reason}")
_WITHOUT_AREA = N_("Please bring or send them to us.")
_KIND = N_("Kind of loss: {kind}.")
_ANSWER_BY = N_("Please answer by {day}.")
_RUNS_ON = N_("Deadlines run in any case, the first one until {day}.")
_DECIDE_BY = N_("We decide by {day}.")
_AMOUNT = N_("Sum: {amount}.")
_REASON = N_("Reason: {reason}")
_DISPUTE_BY = N_("If you do not agree, you can dispute the decision until {day}: write to us why.")
_WORKSHOP = N_("Workshop: {name}, {address}, phone {phone}.")
_VALID_UNTIL = N_("The referral is valid until {day}. Agree on a day with the workshop, and show it the referral.")
_DEDUCTIBLE = N_("Your deductible is {amount}.")
_NO_ACCOUNT = N_("The link opens without signing in. Do not pass it on.")
_PAY_ON_LINE = N_("You can pay it in your client area.")
_PAID = N_("We paid {amount} on {day}.")


class _Said(NamedTuple):
    """A message with its facts, its language and its account."""

    found: TellFacts
    account: Account
    language: Language
    with_area: bool

    def say(self, message: str, **places: object) -> str:
        return text(self.language, message, **places)

    def day(self, day: date) -> str:
        return localized.day(self.language, day)


def name_of(found: TellFacts) -> tuple[str, str]:
    """Return the number of a claim, and its number with the vehicle; nothing in them is taken for a link."""
    number = unlinked(number_of(found.claim, found.case))
    vehicle = found.case.vehicle
    car = " ".join(filter(None, (vehicle.make, vehicle.model, vehicle.plate or vehicle.vin)))
    return number, f"{number} ({unlinked(car)})" if car else number


def paragraphs_of(
    told: Told, found: TellFacts, account: Account, language: Language, *, with_area: bool
) -> tuple[str, ...]:
    """Return the paragraphs after the first sentence; `with_area`: a button into the client area follows."""
    return tuple(_PARAGRAPHS[told.what](_Said(found, account, language, with_area)))


def _announced(said: _Said) -> Iterator[str]:
    claim, zone = said.found.claim, zone_of(said.found.claim)
    kind = kind_of(claim)
    if kind:
        yield said.say(_KIND, kind=said.say(kind))
    yield said.say(_ANSWER_BY, day=said.day(answer_by(claim, zone)))
    if claim.next_due is not None:
        ends = (claim.next_due.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
        yield said.say(_RUNS_ON, day=said.day(ends))


def _papers(said: _Said) -> Iterator[str]:
    claim, language = said.found.claim, said.language
    for group, slots in groupby(claim.missing, key=lambda each: each.group or each.code):
        listed = list(slots)
        if len(listed) > 1 and listed[0].group == group:
            yield said.say(_ONE_OF, documents=", ".join(each.label(language) for each in listed))
        else:
            yield from (_paper(said, each) for each in listed)
    if not said.with_area:
        yield said.say(_WITHOUT_AREA)


def _paper(said: _Said, slot: SlotRule) -> str:
    """Return a document with the reason for asking, or for asking again."""
    claim, language = said.found.claim, said.language
    again = next((each.reason for each in claim.asked if each.slot == slot.code), "")
    refused = [reason_of(claim, each, language) for each in said.found.refused if each.slot == slot.code]
    reason = again or next(filter(None, reversed(refused)), "")
    if reason:
        return said.say(_NOT_ACCEPTED, document=slot.label(language), reason=unlinked(reason))
    why = first_seen((slot.why.get(language, ""), *slot.why.values()), otherwise="")
    return f"{slot.label(language)}. {why}" if why else slot.label(language)


def _complete(said: _Said) -> Iterator[str]:
    days = [each.deadline.last_day for each in said.found.deadlines if each.deadline.last_day]
    if days:
        yield said.say(_DECIDE_BY, day=said.day(min(days)))
    yield said.say(next_step(said.found.claim))


def _decided(said: _Said) -> Iterator[str]:
    claim, decision = said.found.claim, said.found.decision
    if claim.outcome is None:
        return
    yield said.say(OUTCOMES[claim.outcome])
    if claim.awarded is not None and claim.outcome in PAID:
        yield said.say(_AMOUNT, amount=shown(said.language, claim.awarded))
    if decision is not None and decision.reason:
        yield said.say(_REASON, reason=unlinked(decision.reason))
    if claim.stage is not Stage.DECIDED:
        yield said.say(next_step(claim))
        return
    if claim.outcome is not Outcome.REFUSED:
        yield said.say(next_step(claim))
    if claim.outcome in {Outcome.REFUSED, Outcome.PARTIAL}:
        decided = claim.reached[Stage.DECIDED].astimezone(said.account.zone).date()
        yield said.say(_DISPUTE_BY, day=said.day(decided + timedelta(days=claim.rules.dispute_days)))


def _referral(said: _Said) -> Iterator[str]:
    claim, referral = said.found.claim, said.found.referral
    if referral is None:
        return
    named = {name: unlinked(str(value)) for name, value in referral.workshop.model_dump().items()}
    yield said.say(_WORKSHOP, **named)
    yield said.say(_VALID_UNTIL, day=said.day(referral.until))
    if referral.deductible is not None and is_due(claim, referral):
        owed = said.say(_DEDUCTIBLE, amount=shown(said.language, referral.deductible))
        yield f"{owed} {said.say(_PAY_ON_LINE)}" if said.with_area else owed


def _deductible(said: _Said) -> Iterator[str]:
    referral = said.found.referral
    if referral is not None and referral.deductible is not None:
        yield said.say(_DEDUCTIBLE, amount=shown(said.language, referral.deductible))
        yield said.say(_NO_ACCOUNT)


def _deadlines(said: _Said) -> Iterator[str]:
    for rule, deadline in said.found.deadlines:
        effect = effect_of(rule, said.language)
        line = f"{line_of(rule, deadline, said.language)}."
        yield f"{line} {effect}" if effect else line


def _closed(said: _Said) -> Iterator[str]:
    claim = said.found.claim
    if claim.ending is Ending.PAID and claim.paid is not None:
        paid = date.fromisoformat(claim.paid.day)
        yield said.say(_PAID, amount=shown(said.language, claim.paid.money), day=said.day(paid))
    yield said.say(next_step(claim))


def _nothing(_: _Said) -> Iterator[str]:
    yield from ()


_PARAGRAPHS: Mapping[What, Callable[[_Said], Iterator[str]]] = MappingProxyType(
    {
        "announced": _announced,
        "undecided": _announced,
        "papers": _papers,
        "complete": _complete,
        "decided": _decided,
        "referral": _referral,
        "deductible": _deductible,
        "near": _deadlines,
        "missed": _deadlines,
        "moved": _deadlines,
        "closed": _closed,
        "reopened": _nothing,
    }
)
