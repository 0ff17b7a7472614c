"""Rules for the processes of an account together, beyond those of each field."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from chalicelib.base.errors import FieldError, Findings
from chalicelib.base.languages import N_
from chalicelib.features.claims.facts import ClaimFacts
from chalicelib.features.claims.processes import ALWAYS, ClaimProcess, SlotRule

_TWICE = N_("{code} is here twice.")
_STAGES = N_("A process needs these stages: {stages}.")
_ANNOUNCED = N_("Add the stage “announced”, or let claims begin with their documents.")
_MOST = N_("Must not be less than the least number.")
_GROUP = N_("Name the group: one of its documents is enough.")
_NO_GROUP = N_("Only documents of which one is enough have a group.")
_NO_FACT = N_("There is no fact {name}. There are: {known}.")
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
    yield from _repeated(process.deadlines, at=f"{at}/deadlines")
    known = {*ClaimFacts.model_fields, *(each.code for each in process.deadlines)}
    for place, rule in enumerate(process.deadlines):
        here = f"{at}/deadlines/{place}"
        if rule.after not in known or rule.after == rule.code:
            yield FieldError(f"{here}/after", _AFTER)
        yield from _unknown_facts({**rule.when, **rule.unless}, at=f"{here}/when")


def _wrong_stages(process: ClaimProcess, *, at: str) -> Iterator[FieldError]:
    yield from _repeated(process.stages, at=at)
    used = {each.code for each in process.stages}
    if not used.issuperset(ALWAYS):
        yield FieldError(at, _STAGES, {"stages": ", ".join(ALWAYS)})
    if process.announced and "announced" not in used:
        yield FieldError(f"{at.removesuffix('/stages')}/announced", _ANNOUNCED, follows=(at,))


def _wrong_slot(slot: SlotRule, *, at: str) -> Iterator[FieldError]:
    if slot.max < slot.min:
        yield FieldError(f"{at}/max", _MOST, follows=(f"{at}/min",))
    if slot.need == "one_of" and slot.group is None:
        yield FieldError(f"{at}/group", _GROUP, follows=(f"{at}/need",))
    if slot.need != "one_of" and slot.group is not None:
        yield FieldError(f"{at}/group", _NO_GROUP, follows=(f"{at}/need",))
    for name in ("when", "unless"):
        yield from _unknown_facts(getattr(slot, name), at=f"{at}/{name}")


def _unknown_facts(names: Iterable[str], *, at: str) -> Iterator[FieldError]:
    for name in names:
        if name not in ClaimFacts.model_fields:
            yield FieldError(f"{at}/{name}", _NO_FACT, {"name": name, "known": ", ".join(ClaimFacts.model_fields)})


def _repeated(parts: Iterable[Coded], *, at: str) -> Iterator[FieldError]:
    seen: dict[str, int] = {}
    for place, each in enumerate(parts):
        first = seen.setdefault(each.code, place)
        if first != place:
            follows = (f"{at}/{first}/code", f"{at}/{place}/code")
            yield FieldError(f"{at}/{place}/code", _TWICE, {"code": each.code}, follows)
