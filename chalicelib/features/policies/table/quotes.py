"""Quotes in the table: an unsold one is due on the day of its end."""

from collections.abc import Iterable

from pynamodb.expressions.condition import Condition

from chalicelib.aws.dynamo import Otherwise, Transaction, stale
from chalicelib.aws.policy_items import PoliciesRow, item_key
from chalicelib.aws.shards import due_shard
from chalicelib.base.clock import stamp
from chalicelib.features.clients.bases import scope_of
from chalicelib.features.policies.model import Change, Quote
from chalicelib.features.policies.table import AT_ONCE, list_ids, of_client
from chalicelib.features.policies.table.rows import FoundRow, PolicyChangeRow, QuoteRow


def insert_quote(tx: Transaction, quote: Quote, *, otherwise: Otherwise) -> None:
    """Write a new quote with its look-ups."""
    tx.insert(_row(quote), otherwise=otherwise)
    for key in _look_ups(quote):
        tx.put(FoundRow(*key, item_id=quote.id))


def replace_quote(tx: Transaction, quote: Quote, *, replacing: Quote, otherwise: Otherwise = stale) -> None:
    """Write a quote that is still of the version that was read, and the look-ups that differ."""
    tx.put(_row(quote), condition=_as_read(replacing), otherwise=otherwise)
    old, new = _look_ups(replacing), _look_ups(quote)
    for key in new:
        if key not in old:
            tx.put(FoundRow(*key, item_id=quote.id))
    for key in old:
        if key not in new:
            tx.delete(FoundRow(*key, item_id=quote.id))


def delete_quote(tx: Transaction, quote: Quote, changes: Iterable[Change]) -> None:
    """Delete a quote that is still of the version that was read, its look-ups, and some changes of its history."""
    tx.delete(_row(quote), condition=_as_read(quote))
    for key in _look_ups(quote):
        tx.delete(FoundRow(*key, item_id=quote.id))
    for each in changes:
        tx.delete(PolicyChangeRow(item_key(quote.account_id, quote.id), f"evt#{each.id}"))


def get_quote(account_id: str, quote_id: str) -> Quote | None:
    """GetItem: a quote of an account."""
    try:
        return QuoteRow.get(item_key(account_id, quote_id), "quote", consistent_read=True).model()
    except QuoteRow.DoesNotExist:
        return None


def get_quotes(account_id: str, quote_ids: Iterable[str]) -> dict[str, Quote]:
    """BatchGetItem: quotes by id; unknown ones are missing."""
    keys = [(item_key(account_id, each), "quote") for each in dict.fromkeys(quote_ids)]
    rows = PoliciesRow.batch_get(keys, consistent_read=True) if keys else ()
    return {found.id: found for row in rows if isinstance(found := row.model(), Quote)}


def list_quotes(scope: str, *, after: str | None, limit: int) -> tuple[list[str], str | None]:
    """Query: ids of the quotes of a scope, the newest first; and the end of the page."""
    return list_ids(f"{scope}#quotes", after=after, limit=limit)


def list_of_client(
    account_id: str, client_id: str, *, after: str | None, limit: int = AT_ONCE
) -> tuple[list[str], str | None]:
    """Query: ids of a client's quotes, the newest first; and the end of the page."""
    return list_ids(of_client(account_id, client_id), begins="q#", after=after, limit=limit)


def _as_read(quote: Quote) -> Condition:
    same: Condition = QuoteRow.version == quote.version
    return same


def _row(quote: Quote) -> QuoteRow:
    row = QuoteRow(
        item_key(quote.account_id, quote.id),
        "quote",
        document=quote.model_dump(mode="json", exclude={"version"}, exclude_defaults=True),
        version=quote.version,
    )
    if quote.policy_id is None and not quote.told_ended:
        row.due_pk, row.due_at = due_shard(quote.id), stamp(quote.ends_at)
    return row


def _look_ups(quote: Quote) -> list[tuple[str, str]]:
    key = f"{stamp(quote.created_at)}#{quote.id}"
    scopes = (quote.account_id, scope_of(quote.account_id, quote.base))
    return [(of_client(quote.account_id, quote.client_id), f"q#{key}"), *((f"{each}#quotes", key) for each in scopes)]
