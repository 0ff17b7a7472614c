"""Rows of the cases table, one function per access pattern.

| item | pk | sk |
|---|---|---|
| a case | `<account>#<case>` | `case` |
| its timeline | `<account>#<case>` | `evt#<ULID>` |
| its news that staff were not told yet (news.py) | `<account>#<case>` | `news` |
| rows of photos (photos/table) | `<account>#<case>` | `req#…`, `msg#…`, `att#…`, `sha#…` |
| a caller's reference, unique in the account | `<account>#ref#<reference>` | `ref` |
| the terms that find a case (terms.py) | `<account>#find#<first characters>` | `<term>#<case>` |
| the end of its phone, backwards | `<account>#tel#<first characters>` | `<digits>#<case>` |
| a client's cases (client_cases.py) | `<account>#client#<client>` | `<case>` |
| a policy's cases (policy_cases.py) | `<account>#policy#<policy>` | `<case>` |
| a client's photo requests (photos/table) | `<account>#client-requests#<client>` | `<request>` |
| the rule by which all terms are written | `terms` | `rule` |
| numbers of cases by status, or to review | `<account>#count#<one of COUNTERS>` | `count` |
| the version of a case that a user saw last | `<account>#seen#<user>` | `<case>` |
| the moment until which a user has read all changes | `<account>#seen#<user>` | `until` |

Indexes are sparse: only the case's own row has their keys, except for `by_due`. Each hash key ends with one of SHARDS
numbers. Why: all writes of a busy account would go to one key otherwise.

| index | hash key | sorted by | rows |
|---|---|---|---|
| `by_change` | `<account>#<shard>` | `<changed_at>#<case>` | all cases |
| `by_status` | `<account>#<status>#<shard>` | `<changed_at>#<case>` | all cases |
| `by_process` | `<account>#<process>#<shard>` | `<changed_at>#<case>` | cases of a process |
| `by_handler` | `<account>#<handler>#<shard>` | `<changed_at>#<case>` | cases with a handler |
| `by_wait` | `<account>#<shard>` | `<waits_until>#<case>` | cases that wait |
| `by_review` | `<account>#<shard>` | `<review_since>#<case>` | cases with photos to review |
| `by_due` | `due#<shard>` | time | rows that the sweep looks at |

The classes that all rows of this table share are in aws/case_items.py.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Set
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.aws.case_items import CasesRow, case_key
from chalicelib.aws.dynamo import Document, Otherwise, Transaction, readable
from chalicelib.aws.shards import hash_keys, merged, shard
from chalicelib.aws.sort_keys import just_before
from chalicelib.base.clock import stamp
from chalicelib.features.cases.model import Case, CaseStatus, Counted, TimelineEntry, Wanted
from chalicelib.features.cases.table.client_cases import ClientCaseRow, get_cases, list_cases_of
from chalicelib.features.cases.table.marks import SeenRow, mark_read_until, mark_seen, read_marks, see_case
from chalicelib.features.cases.table.news import NewsRow
from chalicelib.features.cases.table.policy_cases import PolicyCaseRow, list_cases_of_policy
from chalicelib.features.cases.table.rows import CaseRow, row_of
from chalicelib.features.cases.table.terms import (
    all_reindexed,
    as_read,
    find,
    list_to_reindex,
    reindex,
    term_rows,
    write_terms,
)

__all__ = [
    "CaseRow",
    "ClientCaseRow",
    "NewsRow",
    "PolicyCaseRow",
    "SeenRow",
    "all_reindexed",
    "find",
    "get_cases",
    "list_cases_of",
    "list_cases_of_policy",
    "list_to_reindex",
    "mark_read_until",
    "mark_seen",
    "read_marks",
    "reindex",
    "row_of",
    "see_case",
    "term_rows",
]

#: Rows that an account's counts are spread over: transactions on one and the same item cancel each other.
COUNTERS = 16
#: Under which name cases with photos to review are counted.
_TO_REVIEW = "to_review"
#: Rows of each shard that a page looks through where the index alone doesn't choose them.
LOOKED_THROUGH = 100
#: Pages of this many cases or more read less of each shard than could be needed if all were in one.
LONG_PAGE = 20


class TimelineRow(CasesRow, discriminator="timeline"):
    """One thing that happened."""

    document = Document()

    def model(self) -> TimelineEntry:
        return TimelineEntry.model_validate(self.document)


class ReferenceRow(CasesRow, discriminator="reference"):
    """The case that a caller's own reference belongs to."""

    case_id = UnicodeAttribute()


class CounterRow(CasesRow, discriminator="case_count"):
    """A part of an account's counts: cases by status (attributes named as these are), or to review."""

    new = NumberAttribute(default=0)
    waiting = NumberAttribute(default=0)
    received = NumberAttribute(default=0)
    converted = NumberAttribute(default=0)
    to_review = NumberAttribute(default=0)


def write_case(tx: Transaction, case: Case, *, replacing: Case | None, otherwise: Otherwise) -> None:
    """Write a case if it is new (`replacing` None) or still of the version that was read.

    Updates look-ups and counts, too.
    """
    row = row_of(case)
    if replacing is None:
        tx.insert(row, otherwise=otherwise)
    else:
        tx.put(row, condition=as_read(replacing), otherwise=otherwise)
    _count(tx, case, before=replacing)
    write_terms(tx, case, replacing=replacing)


def insert_reference(tx: Transaction, case: Case, *, otherwise: Otherwise) -> None:
    """Make the case's reference its own; `otherwise` gets the row of the case that has it."""
    row = ReferenceRow(f"{case.account_id}#ref#{case.reference}", "ref", case_id=case.id)
    tx.insert(row, otherwise=otherwise)


def delete_reference(tx: Transaction, case: Case) -> None:
    """Free a case's reference for another case."""
    tx.delete(ReferenceRow(f"{case.account_id}#ref#{case.reference}", "ref"))


def holder_of_reference(raw: dict[str, Any]) -> str:
    """Return the id of the case that has a reference, from the raw row that a failed condition gave."""
    return ReferenceRow.read(raw).case_id


def append(tx: Transaction, *, account_id: str, case_id: str, entry: TimelineEntry) -> None:
    """Add to a case's timeline."""
    row = TimelineRow(case_key(account_id, case_id), f"evt#{entry.id}", document=entry.model_dump(mode="json"))
    tx.insert(row)


def read_entries(account_id: str, case_id: str, ids: Set[str]) -> tuple[TimelineEntry, ...]:
    """Query: the timeline's entries of these ids, oldest first, by the range of their keys."""
    if not ids:
        return ()
    within = TimelineRow.sk.between(f"evt#{min(ids)}", f"evt#{max(ids)}")
    rows = TimelineRow.query(case_key(account_id, case_id), within, consistent_read=True)
    return tuple(entry for entry in (row.model() for row in rows) if entry.id in ids)


def forget_said(account_id: str, case_id: str, *, begins: str, names: Set[str]) -> None:
    """Query and PutItem: erase data of these names from the timeline's entries of types that begin so."""
    for row in TimelineRow.query(
        case_key(account_id, case_id), TimelineRow.sk.startswith("evt#"), consistent_read=True
    ):
        entry = row.model()
        if entry.type.startswith(begins) and names & entry.data.keys():
            data = {name: value for name, value in entry.data.items() if name not in names}
            row.document = entry.model_copy(update={"data": data}).model_dump(mode="json")
            row.save()


def get_case(account_id: str, case_id: str) -> Case | None:
    """GetItem: a case."""
    try:
        return CaseRow.get(case_key(account_id, case_id), "case", consistent_read=True).model()
    except CaseRow.DoesNotExist:
        return None


def read_collection(account_id: str, case_id: str) -> list[BaseModel]:
    """Query: a case with everything in it, of any feature."""
    rows = CasesRow.query(case_key(account_id, case_id), consistent_read=True)
    return [model for row in rows if (model := row.model()) is not None]


def list_cases(account_id: str, wanted: Wanted, *, after: str | None, limit: int) -> tuple[list[Case], str | None]:
    """One Query per shard: a page of cases and its end.

    The newest change comes first; cases to review or about to end are sorted by that. A page ends where one shard's
    rows do, so it may have fewer cases than `limit`, or none, and still be followed by another. By one criterion, an
    index's own, that hardly happens. Further criteria leave out rows that were read.
    """
    at_most = _rows_of_shard(wanted, limit)
    soonest_first, (scope, query, place_of) = wanted.soonest_first, _index(account_id, wanted)
    shards = [
        _numbered(
            query(
                part,
                range_key_condition=_range(wanted, after),
                scan_index_forward=soonest_first,
                limit=at_most,
            ),
            place_of,
        )
        for part in hash_keys(scope)
    ]
    found = merged(shards, key=lambda found: found[0], reverse=not soonest_first)
    return _page(found, wanted, limit=limit, at_most=at_most)


def _rows_of_shard(wanted: Wanted, limit: int) -> int:
    """Return the number of rows that a page reads of each shard: sufficient but once in a thousand pages."""
    if wanted.criteria > 1:
        return max(limit + 1, LOOKED_THROUGH)
    # Of 25 cases in turn a shard has 6.25 on average, with a standard deviation of 2.2.
    return limit + 1 if limit < LONG_PAGE else limit * 3 // 5


_Numbered = tuple[str, int, CasesRow]
_PlaceOf = Callable[[CasesRow], str]


def _index(account_id: str, wanted: Wanted) -> tuple[str, Callable[..., Iterable[CasesRow]], _PlaceOf]:
    """Return the best index for a filter: its hash key but for the shard, its query, and its sort key."""
    if wanted.ends_before is not None:
        return account_id, CasesRow.by_wait.query, _place_of_wait
    if wanted.to_review:
        return account_id, CasesRow.by_review.query, _place_of_review
    if wanted.handler is not None:
        return f"{account_id}#{wanted.handler}", CasesRow.by_handler.query, _place_of_change
    if wanted.status is not None:
        return f"{account_id}#{wanted.status}", CasesRow.by_status.query, _place_of_change
    if wanted.process is not None:
        return f"{account_id}#{wanted.process}", CasesRow.by_process.query, _place_of_change
    return account_id, CasesRow.by_change.query, _place_of_change


def _range(wanted: Wanted, after: str | None) -> Condition | None:
    if wanted.ends_before is None and wanted.to_review:
        return (CasesRow.review_sk > after) if after is not None else None
    if wanted.ends_before is None:
        return _range_of_changes(wanted.changed_after, after)
    end = stamp(wanted.ends_before)
    return CasesRow.wait_sk < end if after is None else CasesRow.wait_sk.between(min(after + "\x00", end), end)


def _range_of_changes(changed_after: datetime | None, after: str | None) -> Condition | None:
    if changed_after is None:
        return (CasesRow.change_sk < after) if after is not None else None
    oldest = f"{stamp(changed_after)}~"  # beyond every case of that very moment
    if after is None:
        return CasesRow.change_sk > oldest
    # Why: a key has one condition, and BETWEEN takes its ends in. Places are of one length and end with an id.
    before = just_before(after)
    return CasesRow.change_sk.between(min(oldest, before), before)


def _numbered(rows: Iterable[CasesRow], place_of: _PlaceOf) -> Iterator[_Numbered]:
    return ((place_of(row), number, row) for number, row in enumerate(rows, start=1))


def _place_of_change(row: CasesRow) -> str:
    return row.change_sk or ""


def _place_of_wait(row: CasesRow) -> str:
    return row.wait_sk or ""


def _place_of_review(row: CasesRow) -> str:
    return row.review_sk or ""


def _page(merged: Iterable[_Numbered], wanted: Wanted, *, limit: int, at_most: int) -> tuple[list[Case], str | None]:
    found: list[Case] = []
    last = None
    for place, number, row in merged:
        case = row.model()
        if isinstance(case, Case) and wanted.has(case):
            if len(found) == limit:
                return found, last
            found.append(case)
        last = place
        if number == at_most:  # this shard may go on with cases that come before the next of the others
            return found, place
    return found, None


def count_cases(account_id: str) -> Counted:
    """BatchGetItem: the number of the account's cases by status, and of those with photos to review."""
    keys = [(_counter_key(account_id, part), "count") for part in range(COUNTERS)]
    counted = Counter[str]()
    for row in CounterRow.batch_get(keys):
        counted.update({name: int(getattr(row, name)) for name in (*CaseStatus, _TO_REVIEW)})
    by_status = {status: max(0, counted[status]) for status in CaseStatus}
    return Counted(by_status=by_status, to_review=max(0, counted[_TO_REVIEW]))


def place_of(case: Case) -> str:
    """Return the place behind a case in a list by change."""
    return f"{stamp(case.changed_at)}#{case.id}"


def list_with_photos(account_id: str) -> Iterator[str]:
    """Query per shard, all pages: the ids of an account's cases that hold photos."""
    for part in hash_keys(account_id):
        rows = CasesRow.by_change.query(part)
        for case in readable((row for row in rows if isinstance(row, CaseRow)), CaseRow.model):
            if case.attachments:
                yield case.id


def _count(tx: Transaction, case: Case, *, before: Case | None) -> None:
    """Update the counts of a case's old and new states in one write, since a transaction writes an item once."""
    now_in, was_in = _counted_in(case), _counted_in(before) if before else set()
    if now_in == was_in:
        return
    row = CounterRow(_counter_key(case.account_id, shard(case.id, of=COUNTERS)), "count")
    more = [getattr(CounterRow, name).add(1) for name in sorted(now_in - was_in)]
    less = [getattr(CounterRow, name).add(-1) for name in sorted(was_in - now_in)]
    tx.update(row, actions=[CounterRow.kind.set(CounterRow), *more, *less])


def _counted_in(case: Case) -> set[str]:
    return {case.status.value, _TO_REVIEW} if case.to_review else {case.status.value}


def _counter_key(account_id: str, part: int) -> str:
    return f"{account_id}#count#{part}"
