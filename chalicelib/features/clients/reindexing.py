"""Re-indexing of clients after a change of the rule for search terms: for the operator (infra/reindex.py).

Repeatable and resumable, since each client's row says by which rule its look-ups are written, and under which keys: no
former rule has to be kept for them. Docs: decisions/0022, 0060.
"""

from collections.abc import Iterable
from functools import partial

from chalicelib.aws.search_rows import reindex_item
from chalicelib.base.search.reindexing import reindex_items
from chalicelib.features.clients import table


def reindex_account(account_id: str) -> int:
    """Write the look-ups of all clients of an account by the present rule.

    Returns the number of clients that had another one.
    """
    return reindex_items(table.list_to_reindex(account_id), lambda client_id: reindex_client(account_id, client_id))


def reindex_client(account_id: str, client_id: str) -> bool:
    """Write a client's look-ups by the rule of today, unless they are; return True if they were of another."""
    return reindex_item(partial(table.get_client, account_id, client_id), table.reindex)


def reindex_all(account_ids: Iterable[str]) -> Iterable[tuple[str, int]]:
    """Re-index all accounts; yield each with the number of its re-indexed clients."""
    return ((account_id, reindex_account(account_id)) for account_id in account_ids)
