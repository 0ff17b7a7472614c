"""Use cases of read marks: list and count a person's unread cases, and mark all as read.

A case is unread if it changed within UNREAD_FOR, and since the person saw it last. A new user begins with nothing
unread: changes from before count as read. A person's own changes are seen (service.mark_seen_by).

`read until` is one row of a person: changes until then are read, seen or not. It rises when all is marked as read. It
also rises by itself, to a moment before which counting has found no unread case, so that counting stays cheap.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from chalicelib.base.clock import now
from chalicelib.base.observability import log
from chalicelib.features.cases import service as cases
from chalicelib.features.cases import table
from chalicelib.features.cases.model import UNREAD_FOR, Case, CaseStatus, Wanted
from chalicelib.identity import directory
from chalicelib.identity.model import Caller

#: The highest count: more is "99+".
MOST = 99
#: Cases of a look (with the mark of all that is read, one BatchGetItem), and looks of a count or of a listed page.
LOOK, LOOKS = 99, 4
#: Cases that a count may look at without raising `read until`.
UNNOTED = 50
#: The longest delay of a change in the index, clocks of two machines and retries included.
LATE = timedelta(minutes=5)


class Count(NamedTuple):
    """The number of unread cases; a lower bound if it is not `is_exact`."""

    number: int
    is_exact: bool


def find_unread(caller: Caller, listed: Sequence[Case]) -> frozenset[str]:
    """Return the ids of those cases that are unread."""
    person = caller.user_id
    if person is None:
        return frozenset()
    began = _began(caller)
    recent = [case for case in listed if case.changed_at > began]
    if not recent:
        return frozenset()
    marks = table.read_marks(caller.account_id, [case.id for case in recent], user_id=person)
    return frozenset(
        case.id
        for case in recent
        if case.version > marks.seen.get(case.id, 0) and (marks.until is None or case.changed_at > marks.until)
    )


def list_unread(
    caller: Caller,
    *,
    status: CaseStatus | None,
    process: str | None,
    query: str | None,
    limit: int,
    position: str | None,
) -> cases.Page[Case]:
    """Return unread cases, newest change first; with a query, those that are found by it.

    Limits: of LOOK * LOOKS cases; a page may have fewer than `limit`, or none, and still be followed by another.
    """
    if query is not None:
        found = cases.list_cases(caller, status=status, process=process, query=query, limit=limit, position=position)
        unread = find_unread(caller, found.items)
        return cases.Page([case for case in found.items if case.id in unread], found.position)
    listed: list[Case] = []
    for look in _looks(caller, Wanted(status=status, process=process), position):
        listed += look.unread
        position = look.position
        if len(listed) > limit:
            return cases.Page(listed[:limit], table.place_of(listed[limit - 1]))
    return cases.Page(listed, position)


def count_unread(caller: Caller) -> Count:
    """Return the number of unread cases of the account, up to MOST; limits as of `list_unread`."""
    unread: list[Case] = []
    looked, is_exact = 0, True
    for look in _looks(caller, Wanted(), None):
        unread, looked, is_exact = [*unread, *look.unread], looked + look.looked, look.position is None
        if len(unread) > MOST:
            return Count(MOST, is_exact=False)
    if is_exact and looked > UNNOTED:
        _note_read(caller, before=unread[-1].changed_at if unread else now())
    return Count(len(unread), is_exact)


def mark_all_read(caller: Caller, *, until: datetime) -> None:
    """Mark everything that changed until a past moment as read by the caller. Idempotent."""
    if person := caller.user_id:
        table.mark_read_until(caller.account_id, person, min(until, now()))


class _Look(NamedTuple):
    """Cases that were looked at: their number, the unread ones, and the beginning of the next look."""

    looked: int
    unread: Sequence[Case]
    position: str | None


def _looks(caller: Caller, wanted: Wanted, position: str | None) -> Iterator[_Look]:
    """Yield looks at cases, newest change first, as far back as one can be unread."""
    person = caller.user_id
    if person is None:
        return
    until = table.read_marks(caller.account_id, (), user_id=person).until
    began = _began(caller).replace(minute=0, second=0, microsecond=0)  # the same question for an hour
    since = wanted.model_copy(update={"changed_after": max(began, until) if until else began})
    for _ in range(LOOKS):
        listed, position = table.list_cases(caller.account_id, since, after=position, limit=LOOK)
        unread = find_unread(caller, listed)
        yield _Look(len(listed), [case for case in listed if case.id in unread], position)
        if position is None:
            return


def _began(caller: Caller) -> datetime:
    """Return the moment since which a change can be unread to somebody."""
    user, oldest = directory.show_user(caller), now() - UNREAD_FOR
    return max(oldest, user.created_at) if user else oldest


def _note_read(caller: Caller, *, before: datetime) -> None:
    """Mark everything that changed before a moment as read; if that can't be written, the next count looks again."""
    until = min(before - timedelta(microseconds=1), now() - LATE)
    _harmless(lambda: mark_all_read(caller, until=until))


def _harmless(write: Callable[[], None]) -> None:
    try:
        write()
    except Exception as error:  # a count must not fail for this
        log("warning", "mark not written", error=type(error).__name__)
