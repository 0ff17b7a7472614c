"""Signals in the chat table: rows for its stream alone, which end by themselves.

| item | pk | sk |
|---|---|---|
| signal, for an hour | `a#<thread>` | `sig#<ULID>` |
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.aws.chat_items import thread_key
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.ids import new_ulid
from chalicelib.features.conversations.table.rows import SignalRow


def put_signal(
    tx: Transaction, account_id: str, thread_id: str, document: Mapping[str, Any], *, ends_at: datetime
) -> None:
    """Write a signal, for the stream."""
    row = SignalRow(thread_key(account_id, thread_id), f"sig#{new_ulid()}", document=dict(document))
    row.ttl = int(ends_at.timestamp())
    tx.put(row)
