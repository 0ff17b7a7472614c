"""Re-indexing of policies after a change of the rule for search terms: for the operator (infra/reindex.py).

Repeatable and resumable, since each policy's row says by which rule its look-ups are written, and under which words.
Quotes have no terms. Docs: decisions/0022, 0064.
"""

from collections.abc import Iterable
from functools import partial

from chalicelib.aws.search_rows import reindex_item
from chalicelib.base.search.reindexing import reindex_items
from chalicelib.features.policies import table


def reindex_account(account_id: str) -> int:
    """Write the look-ups of all policies of an account by the present rule.

    Returns the number of policies that had another one.
    """
    return reindex_items(table.list_to_reindex(account_id), lambda policy_id: reindex_policy(account_id, policy_id))


def reindex_policy(account_id: str, policy_id: str) -> bool:
    """Write a policy's look-ups by the rule of today, unless they are; return True if they were of another."""
    return reindex_item(partial(table.get_policy, account_id, policy_id), table.reindex)


def reindex_all(account_ids: Iterable[str]) -> Iterable[tuple[str, int]]:
    """Re-index all accounts; yield each with the number of its re-indexed policies."""
    return ((account_id, reindex_account(account_id)) for account_id in account_ids)
