"""Figures of documents: the counts that a change of one brings, and their sums.

Files of conversations are none: they count once they become documents of the claim.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from chalicelib.features.claims.documents.model import ClaimDocument, DocumentState
from chalicelib.features.claims.processes import CHAT

type Counts = Mapping[str, int]
RECEIVED, ACCEPTED = "received", "accepted"
#: Refusals by their reasons: `refused_encrypted`; those of staff, who have words of their own, `refused_staff`.
_REFUSED, BY_STAFF = "refused", "staff"


class DocumentGroup(NamedTuple):
    """The counted changes of one month, process and document of it."""

    #: In the account's time zone, as `2026-12`.
    month: str
    process: str
    slot: str


class DocumentTally(NamedTuple):
    """The figures of some groups, each document counted when it came, was accepted, was refused."""

    received: int
    accepted: int
    refused: int
    #: Refusals by the reason of the inspection, or BY_STAFF; those that came most often first.
    reasons: Mapping[str, int]


def changed_counts(before: ClaimDocument | None, after: ClaimDocument) -> Counter[str]:
    """Return the counts that a change of a document adds. `before` None: a new one."""
    if after.slot == CHAT or (before is not None and (before.state, before.slot) == (after.state, after.slot)):
        return Counter()
    match after.state:
        case DocumentState.RECEIVED:
            return Counter({RECEIVED: 1})
        case DocumentState.ACCEPTED:
            return Counter({ACCEPTED: 1})
        case DocumentState.REFUSED:
            return Counter({f"{_REFUSED}_{after.refusal or BY_STAFF}": 1})
        case _:
            return Counter()


def tally(groups: Iterable[Counts]) -> DocumentTally:
    """Return the sum of the counts of groups."""
    total = Counter[str]()
    for counts in groups:
        total.update(counts)
    named = ((name.partition("_"), number) for name, number in total.items())
    reasons = {reason: number for (what, _, reason), number in named if what == _REFUSED}
    ordered = dict(sorted(reasons.items(), key=lambda each: (-each[1], each[0])))
    return DocumentTally(total[RECEIVED], total[ACCEPTED], sum(ordered.values()), ordered)
