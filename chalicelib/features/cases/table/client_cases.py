"""Rows by which a client's cases are found (keys: the package's docstring)."""

from collections.abc import Sequence

from chalicelib.aws.case_items import CasesRow, case_key
from chalicelib.aws.dynamo import Transaction
from chalicelib.features.cases.model import Case


class ClientCaseRow(CasesRow, discriminator="client_case"):
    """A case of a client; its id is the sort key."""


def move(tx: Transaction, case: Case, *, before: str | None) -> None:
    """List a case with its client, and no longer with the client `before`."""
    if before is not None:
        tx.delete(ClientCaseRow(_key(case.account_id, before), case.id))
    if case.client_id is not None:
        tx.put(ClientCaseRow(_key(case.account_id, case.client_id), case.id))


def list_cases_of(account_id: str, client_id: str, *, after: str | None, limit: int) -> tuple[list[Case], str | None]:
    """Query and BatchGetItem: a client's cases, newest first, and the end of the page."""
    return page_of_cases(ClientCaseRow, account_id, _key(account_id, client_id), after=after, limit=limit)


def page_of_cases(
    kind: type[CasesRow], account_id: str, key: str, *, after: str | None, limit: int
) -> tuple[list[Case], str | None]:
    """Query and BatchGetItem: cases whose ids are the sort keys of a partition, newest first, and the page's end."""
    before = kind.sk < after if after is not None else None
    rows = list(kind.query(key, before, scan_index_forward=False, consistent_read=True, limit=limit + 1))
    ids = [row.sk for row in rows[:limit]]
    found = get_cases(account_id, ids)
    return [found[each] for each in ids if each in found], ids[-1] if len(rows) > limit else None


def get_cases(account_id: str, case_ids: Sequence[str]) -> dict[str, Case]:
    """BatchGetItem: cases by id; unknown ones are missing."""
    keys = [(case_key(account_id, each), "case") for each in dict.fromkeys(case_ids)]
    rows = CasesRow.batch_get(keys) if keys else ()
    return {model.id: model for row in rows if isinstance(model := row.model(), Case)}


def _key(account_id: str, client_id: str) -> str:
    return f"{account_id}#client#{client_id}"
