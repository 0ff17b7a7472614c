"""Rows of the cases table, one function per access pattern.

| what | pk | sk |
|---|---|---|
| a case | `<account>#<case>` | `case` |
| what happened in it | `<account>#<case>` | `evt#<ULID>` |
| what photos keep (photos/table.py) | `<account>#<case>` | `req#…`, `msg#…`, `att#…`, `sha#…` |
| a caller's reference, unique in the account | `<account>#ref#<reference>` | `ref` |
| what a case can be found by | `<account>#find#<first characters>` | `<term>#<case>` |

Indexes (sparse: only the case's own row has their keys but for `by_due`; each hash key ends with one of SHARDS numbers,
since all writes of a busy account would go to one key otherwise):
`by_change` `<account>#<shard>`, `by_status` `<account>#<status>#<shard>`, `by_process` `<account>#<process>#<shard>`,
all sorted by `<changed_at>#<case>`; `by_due` `due#<shard>` sorted by time, for what the sweep has to look at.
The classes that all rows of this table share are in aws/case_items.py.
"""

import heapq
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from pydantic import BaseModel
from pynamodb.attributes import JSONAttribute, MapAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws.case_items import SHARDS, CasesRow, case_key, shard
from chalicelib.aws.dynamo import Otherwise, Transaction, readable
from chalicelib.cases.model import Case, CaseStatus, TimelineEntry
from chalicelib.clock import stamp

#: How many characters of a search term choose its partition; shorter queries find only terms as short as they.
FIND_PREFIX = 3


class CaseRow(CasesRow, discriminator="case"):
    """A case: what conditions and indexes need as attributes, the rest as a document."""

    document = JSONAttribute()
    status = UnicodeAttribute()
    changed_at = UnicodeAttribute()
    version = NumberAttribute()
    filed: MapAttribute[str, Any] = MapAttribute(default=dict)  # type: ignore[no-untyped-call]
    attachments = NumberAttribute(default=0)

    def model(self) -> Case:
        return Case.model_validate({
            **self.document,
            "status": self.status,
            "changed_at": self.changed_at,
            "version": int(self.version),
            "filed": {code: int(count) for code, count in self.filed.as_dict().items()  # type: ignore[no-untyped-call]
            },
            "attachments": int(self.attachments),
        })  # fmt: skip


class TimelineRow(CasesRow, discriminator="timeline"):
    """One thing that happened."""

    document = JSONAttribute()

    def model(self) -> TimelineEntry:
        return TimelineEntry.model_validate(self.document)


class ReferenceRow(CasesRow, discriminator="reference"):
    """Whose a caller's own number is."""

    case_id = UnicodeAttribute()


class TermRow(CasesRow, discriminator="term"):
    """Something that a case can be found by."""

    case_id = UnicodeAttribute()


def write_case(tx: Transaction, case: Case, *, replacing: Case | None, otherwise: Otherwise) -> None:
    """Write a case if it is new (`replacing` None) or still of the version that was read; its look-ups too."""
    row = _row(case)
    if replacing is None:
        tx.insert(row, otherwise=otherwise)
    else:
        tx.put(row, condition=CaseRow.version == replacing.version, otherwise=otherwise)
    old = replacing.terms if replacing else frozenset()
    for term in case.terms - old:
        tx.put(_term_row(case, term))
    for term in old - case.terms:
        tx.delete(_term_row(case, term))


def take_reference(tx: Transaction, case: Case, *, otherwise: Otherwise) -> None:
    """Make the case's reference its own; `otherwise` gets the row of the case that has it."""
    row = ReferenceRow(f"{case.account_id}#ref#{case.reference}", "ref", case_id=case.id)
    tx.insert(row, otherwise=otherwise)


def free_reference(tx: Transaction, case: Case) -> None:
    """Let another case have this one's reference."""
    tx.delete(ReferenceRow(f"{case.account_id}#ref#{case.reference}", "ref"))


def holder_of_reference(raw: dict[str, Any]) -> str:
    """Return the id of the case that has a reference, from the raw row that a failed condition gave."""
    return ReferenceRow.read(raw).case_id


def append(tx: Transaction, *, account_id: str, case_id: str, entry: TimelineEntry) -> None:
    """Add to a case's timeline."""
    row = TimelineRow(case_key(account_id, case_id), f"evt#{entry.id}", document=entry.model_dump(mode="json"))
    tx.insert(row)


def get_case(account_id: str, case_id: str) -> Case | None:
    """GetItem: a case."""
    try:
        return CaseRow.get(case_key(account_id, case_id), "case", consistent_read=True).model()
    except CaseRow.DoesNotExist:
        return None


def read_collection(account_id: str, case_id: str) -> list[BaseModel]:
    """Query: a case with everything in it, whatever feature the rows belong to."""
    rows = CasesRow.query(case_key(account_id, case_id), consistent_read=True)
    return [model for row in rows if (model := row.model()) is not None]


def list_by_change(
    account_id: str, *, status: CaseStatus | None, process: str | None, before: str | None
) -> Iterator[tuple[str, Case]]:
    """Query per shard: cases newest change first, each with its position, for as long as the caller asks for more."""
    if status is not None:
        scope, query = f"{account_id}#{status}", CasesRow.by_status.query
    elif process is not None:
        scope, query = f"{account_id}#{process}", CasesRow.by_process.query
    else:
        scope, query = account_id, CasesRow.by_change.query
    condition = (CasesRow.change_sk < before) if before is not None else None
    shards = [
        query(f"{scope}#{part}", range_key_condition=condition, scan_index_forward=False, page_size=50)
        for part in range(SHARDS)
    ]
    merged = heapq.merge(*shards, key=lambda row: row.change_sk or "", reverse=True)
    cases = ((row.change_sk or "", row.model()) for row in merged)
    return (
        (position, case) for position, case in cases
        if isinstance(case, Case) and (process is None or case.process == process)
    )  # fmt: skip


def find(account_id: str, term: str, *, after: str | None, limit: int) -> tuple[list[Case], str | None]:
    """Query and BatchGetItem: cases found by what begins with a normalised term, in order; and the page's last key.

    `after` is such a key, which begins with the term.
    """
    condition = TermRow.sk.startswith(term)
    rows: Iterable[CasesRow] = CasesRow.query(
        f"{account_id}#find#{term[:FIND_PREFIX]}",
        range_key_condition=condition if after is None else TermRow.sk.between(after + "\x00", term + "\U0010ffff"),
        limit=limit + 1,
    )
    found = [row for row in rows if isinstance(row, TermRow)]
    page, more = found[:limit], len(found) > limit
    ids = list(dict.fromkeys(row.case_id for row in page))
    cases = {case.id: case for case in _get_many(account_id, ids)}
    return [cases[case_id] for case_id in ids if case_id in cases], page[-1].sk if more else None


def list_due(now: str, *, limit: int) -> Iterator[BaseModel]:
    """Query per shard: whatever is due, of any account, oldest first."""
    shards = [
        CasesRow.by_due.query(f"due#{part}", range_key_condition=CasesRow.due_at <= now, limit=limit)
        for part in range(SHARDS)
    ]
    merged = heapq.merge(*shards, key=lambda row: row.due_at or "")
    due = readable(islice(merged, limit), lambda row: row.model())
    return (model for model in due if model is not None)


def _get_many(account_id: str, case_ids: list[str]) -> Iterator[Case]:
    for row in CasesRow.batch_get([(case_key(account_id, case_id), "case") for case_id in case_ids]):
        case = row.model()
        if isinstance(case, Case):
            yield case


def _row(case: Case) -> CaseRow:
    changed_at, part = stamp(case.changed_at), shard(case.id)
    return CaseRow(
        case_key(case.account_id, case.id),
        "case",
        document=case.model_dump(
            mode="json", exclude={"status", "changed_at", "version", "filed", "attachments"}, exclude_none=True
        ),
        status=case.status,
        changed_at=changed_at,
        version=case.version,
        filed=dict(case.filed),
        attachments=case.attachments,
        change_pk=f"{case.account_id}#{part}",
        status_pk=f"{case.account_id}#{case.status}#{part}",
        process_pk=f"{case.account_id}#{case.process}#{part}" if case.process else None,
        change_sk=f"{changed_at}#{case.id}",
    )


def _term_row(case: Case, term: str) -> TermRow:
    return TermRow(f"{case.account_id}#find#{term[:FIND_PREFIX]}", f"{term}#{case.id}", case_id=case.id)
