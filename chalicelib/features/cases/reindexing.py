"""Re-indexing of cases after a change of the rule for search terms: for the operator (infra/reindex.py).

Repeatable and resumable, since each case's row says by which rule its terms are written. Use cases may go on: a case
that is written meanwhile gets the terms of today by that. Docs: decisions/0022.
"""

from collections.abc import Iterable
from functools import partial

from chalicelib.aws.search_rows import reindex_item
from chalicelib.base.search.reindexing import reindex_items
from chalicelib.features.cases import table


def reindex_account(account_id: str) -> int:
    """Write the terms of all cases of an account by the present rule.

    Returns the number of cases that had another one.
    """
    return reindex_items(table.list_to_reindex(account_id), lambda case_id: reindex_case(account_id, case_id))


def reindex_case(account_id: str, case_id: str) -> bool:
    """Write a case's terms by the rule of today, unless they are; return True if they were of another."""
    return reindex_item(partial(table.get_case, account_id, case_id), table.reindex)


def reindex_all(account_ids: Iterable[str]) -> Iterable[tuple[str, int]]:
    """Re-index all accounts.

    Yields each with the number of its re-indexed cases. Then searches read the former rule no more.
    """
    for account_id in account_ids:
        yield account_id, reindex_account(account_id)
    table.all_reindexed()
