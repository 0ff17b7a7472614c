"""Notices to many people: one message for each of them, in as many transactions as it takes."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.aws.dynamo import Transaction
from chalicelib.outbox import service as outbox

#: People whom one transaction tells: it holds 100 writes, those of the change itself among them.
PART = 40


def queue_notices(tx: Transaction, *, account_id: str, data: Mapping[str, Any], user_ids: Sequence[str]) -> None:
    """Queue a notice to each person, however many there are.

    Those beyond PART are named by one message more, which becomes theirs when it is dispatched.
    """
    common = {name: value for name, value in data.items() if name not in {"user_id", "user_ids"}}
    for user_id in user_ids[:PART]:
        outbox.queue_message(tx, account_id=account_id, data={**common, "user_id": user_id})
    if rest := list(user_ids[PART:]):
        outbox.queue_message(tx, account_id=account_id, data={**common, "user_ids": rest})
