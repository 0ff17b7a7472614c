"""Figures of cabinets: standings of clients, the counts that a change of them brings, and their sums.

A client counts as insured from its first policy on, also when that has ended.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from chalicelib.base.models import Frozen
from chalicelib.identity.area.model import Registration

type Counts = Mapping[str, int]
#: The cause of a cabinet's end: its client was erased, or merged into another one with a cabinet.
type Ending = Literal["erased", "merged"]
_INSURED, _REGISTERED = "insured", "registered"
_OPENED, _CLOSED = "opened_", "closed_"


class Standing(Frozen):
    """The standing of a client: whether it has or had a policy, and whether it has a cabinet."""

    account_id: str
    client_id: str
    is_insured: bool = False
    has_cabinet: bool = False
    version: int = 0


class CabinetTally(NamedTuple):
    """The figures of some months."""

    #: Clients with a policy, and those of them with a cabinet, at the end of these months.
    insured: int
    registered: int
    #: Cabinets that were opened in these months, by the way of registration.
    opened: Mapping[Registration, int]
    #: Cabinets that ended in these months, with their clients.
    erased: int
    merged: int

    @property
    def share(self) -> float | None:
        """The share of insured clients with a cabinet, in percent; None without insured clients."""
        return 100 * self.registered / self.insured if self.insured else None


def changed_counts(before: Iterable[Standing], after: Iterable[Standing]) -> Counter[str]:
    """Return the counts that a change of some clients adds, or takes off."""
    counts = _held(after)
    counts.subtract(_held(before))
    return counts


def opened(registration: Registration) -> Counter[str]:
    """Return the count of a cabinet that is opened."""
    return Counter({f"{_OPENED}{registration}": 1})


def closed(ending: Ending) -> Counter[str]:
    """Return the count of a cabinet that ends."""
    return Counter({f"{_CLOSED}{ending}": 1})


def tally(earlier: Iterable[Counts], months: Iterable[Counts]) -> CabinetTally:
    """Return the sum of the counts of some months. Clients of all `earlier` months are still there."""
    total, held = Counter[str](), Counter[str]()
    for counts in months:
        total.update(counts)
    for counts in (*earlier, total):
        held.update(counts)
    return CabinetTally(
        insured=held[_INSURED],
        registered=held[_REGISTERED],
        opened={each: total[f"{_OPENED}{each}"] for each in Registration if each is not Registration.COMPANY},
        erased=total[f"{_CLOSED}erased"],
        merged=total[f"{_CLOSED}merged"],
    )


def _held(standings: Iterable[Standing]) -> Counter[str]:
    counts = Counter[str]()
    for each in standings:
        counts[_INSURED] += each.is_insured
        counts[_REGISTERED] += each.is_insured and each.has_cabinet
    return counts
