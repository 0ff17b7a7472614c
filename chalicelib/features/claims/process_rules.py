"""Rules for the processes of an account together, beyond those of each field."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from chalicelib.base.errors import FieldError, Findings
from chalicelib.base.languages import N_
from chalicelib.features.claims.deadlines.rules import Conditions, DeadlineRule
from chalicelib.features.claims.facts import COMPARED, ClaimFacts
from chalicelib.features.claims.processes import ALWAYS, CHAT, ClaimProcess, SlotRule

_TWICE = N_("{code} is here twice.")
_STAGES = N_("A process needs these stages: {stages}.")
_ANNOUNCED = N_("Add the stage “announced”, or let claims begin with their documents.")
_MOST = N_("Must not be less than the least number.")
_GROUP = N_("Name the group: one of its documents is enough.")
_NO_GROUP = N_("Only documents of which one is enough have a group.")
_NO_FACT = N_("There is no fact {name}. There are: {known}.")
_CIRCULAR = N_("Deadlines that are counted from each other have no end: count one of them from a fact.")
_NO_VALUE = N_("A condition over this fact can only have these values: {values}.")
_KNOWN_OR_NOT = frozenset(("", "*"))
_YES_OR_NO = _KNOWN_OR_NOT | {"true", "false"}
_NO_DOCUMENT = N_("Must be the code of a document of the process that is no variant itself.")
_RESERVED = N_("The code {code} belongs to the files of conversations. Choose another code.")
_AFTER = N_("Must be a fact, or the code of another deadline of the process.")


class Coded(Protocol):
    """A part of a process: its code is unique in its list."""

    @property
    def code(self) -> str: ...


def check_processes(processes: Sequence[ClaimProcess], *, at: str = "/processes") -> None:
    """Raise Invalid with everything that processes would be refused for."""
    found = Findings()
    found.add(_repeated(processes, at=at))
    for place, process in enumerate(processes):
        found.add(wrong_process(process, at=f"{at}/{place}"))
    found.demand_none()


def wrong_process(process: ClaimProcess, *, at: str) -> Iterator[FieldError]:
    """Yield the errors of a process whose fields can be read."""
    yield from _wrong_stages(process, at=f"{at}/stages")
    yield from _repeated(process.slots, at=f"{at}/slots")
    for place, slot in enumerate(process.slots):
        yield from _wrong_slot(slot, at=f"{at}/slots/{place}")
    yield from _wrong_variants(process, at=f"{at}/slots")
    for place, each in enumerate(process.laws):
        yield from _wrong_conditions("when", each.when, at=f"{at}/laws/{place}")
    yield from _repeated(process.deadlines, at=f"{at}/deadlines")
    known = {*COMPARED, *(each.code for each in process.deadlines)}
    for place, rule in enumerate(process.deadlines):
        here = f"{at}/deadlines/{place}"
        if rule.after not in known or rule.after == rule.code:
            yield FieldError(f"{here}/after", _AFTER)
        elif _is_circular(rule, process.deadlines):
            yield FieldError(f"{here}/after", _CIRCULAR, follows=(f"{at}/deadlines/*/after",))
        yield from _wrong_conditions("when", rule.when, at=here)
        yield from _wrong_conditions("unless", rule.unless, at=here)
        yield from _unknown_facts(enumerate(rule.met_by), at=f"{here}/met_by")
        if rule.suspended is not None:
            yield from _unknown_facts(dict(rule.suspended).items(), at=f"{here}/suspended")


def _is_circular(rule: DeadlineRule, rules: Iterable[DeadlineRule]) -> bool:
    """Return True if a deadline is counted from others that are counted from it: it would never have an end."""
    starts, seen = {each.code: each.after for each in rules}, set[str]()
    start = rule.after
    while start in starts and start not in seen:
        seen.add(start)
        start = starts[start]
    return rule.code in seen


def _wrong_stages(process: ClaimProcess, *, at: str) -> Iterator[FieldError]:
    yield from _repeated(process.stages, at=at)
    used = {each.code for each in process.stages}
    if not used.issuperset(ALWAYS):
        yield FieldError(at, _STAGES, {"stages": ", ".join(ALWAYS)})
    if process.announced and "announced" not in used:
        yield FieldError(f"{at.removesuffix('/stages')}/announced", _ANNOUNCED, follows=(at,))


def _wrong_slot(slot: SlotRule, *, at: str) -> Iterator[FieldError]:
    if slot.code == CHAT:
        yield FieldError(f"{at}/code", _RESERVED, {"code": slot.code})
    if slot.max < slot.min:
        yield FieldError(f"{at}/max", _MOST, follows=(f"{at}/min",))
    if slot.need == "one_of" and slot.group is None:
        yield FieldError(f"{at}/group", _GROUP, follows=(f"{at}/need",))
    if slot.need != "one_of" and slot.group is not None:
        yield FieldError(f"{at}/group", _NO_GROUP, follows=(f"{at}/need",))
    yield from _wrong_conditions("when", slot.when, at=at)
    yield from _wrong_conditions("unless", slot.unless, at=at)


def _wrong_variants(process: ClaimProcess, *, at: str) -> Iterator[FieldError]:
    """Yield the errors of variants of a document that the process lacks, or that is itself one."""
    documents = {each.code for each in process.slots if each.variant_of is None}
    for place, slot in enumerate(process.slots):
        if slot.variant_of is not None and slot.variant_of not in documents:
            yield FieldError(f"{at}/{place}/variant_of", _NO_DOCUMENT, follows=(f"{at}/*/code",))


def _wrong_conditions(name: str, conditions: Conditions, *, at: str) -> Iterator[FieldError]:
    yield from _unknown_facts(((fact, fact) for fact in conditions), at=f"{at}/{name}")
    for fact, values in conditions.items():
        possible = possible_values(fact)
        if possible is not None and not set(values) <= possible:
            told = {"values": tuple(f'"{each}"' for each in sorted(possible))}
            yield FieldError(f"{at}/{name}/{fact}", _NO_VALUE, told)


def possible_values(fact: str) -> frozenset[str] | None:
    """Return the values that a condition over a fact can have; None of one that can have any.

    A condition with another value would never hold, and drop its document or deadline silently.
    """
    if fact.endswith("_at"):  # a moment is known or not
        return _KNOWN_OR_NOT
    field = ClaimFacts.model_fields.get(fact)
    return _YES_OR_NO if field is not None and field.annotation == bool | None else None


def _unknown_facts(named: Iterable[tuple[int | str, str]], *, at: str) -> Iterator[FieldError]:
    """Yield an error for each name of no fact; `named`: the names with the last parts of their pointers."""
    for place, name in named:
        if name not in COMPARED:
            yield FieldError(f"{at}/{place}", _NO_FACT, {"name": name, "known": ", ".join(COMPARED)})


def _repeated(parts: Iterable[Coded], *, at: str) -> Iterator[FieldError]:
    seen: dict[str, int] = {}
    for place, each in enumerate(parts):
        first = seen.setdefault(each.code, place)
        if first != place:
            follows = (f"{at}/{first}/code", f"{at}/{place}/code")
            yield FieldError(f"{at}/{place}/code", _TWICE, {"code": each.code}, follows)
