"""The way through the cases with photos to review, the longest waiting first."""

from collections.abc import Iterator

from chalicelib.features.cases import table
from chalicelib.features.cases.model import Case, Wanted
from chalicelib.identity.model import Caller

#: Cases that are read at a time; the first one hardly ever has been reviewed since the index was written.
_AT_A_TIME = 5


def next_to_review(caller: Caller, *, after: str, but: str) -> Case | None:
    """Return the case with photos to review that follows a place in their list, going round at its end.

    `but` is the case that the caller comes from: it is the answer only if no other has photos to review.
    """
    for listed in _listed(caller.account_id, after):
        # The index is a little late: the case itself says whether anything is left.
        case = table.get_case(caller.account_id, listed.id) if listed.id != but else None
        if case is not None and case.to_review:
            return case
    present = table.get_case(caller.account_id, but) if but else None
    return present if present is not None and present.to_review else None


def _listed(account_id: str, after: str) -> Iterator[Case]:
    for begin in dict.fromkeys((after or None, None)):
        position, ended = begin, False
        while not ended:
            found, position = table.list_cases(account_id, Wanted(to_review=True), after=position, limit=_AT_A_TIME)
            yield from found
            ended = position is None
