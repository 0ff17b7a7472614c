"""Deadlines of claims in the table: rows of their claim's collection, each due at its next reminder."""

from datetime import datetime

from chalicelib.aws.claim_items import claim_key
from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.shards import due_shard
from chalicelib.base.clock import stamp
from chalicelib.features.claims.deadlines.model import Deadline
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.table.rows import DeadlineRow

_BEGINS = "due#"


def list_deadlines(account_id: str, claim_id: str) -> dict[str, Deadline]:
    """Query: all deadlines of a claim, by code; some dozens at most."""
    begins = DeadlineRow.sk.startswith(_BEGINS)
    rows = DeadlineRow.query(claim_key(account_id, claim_id), begins, consistent_read=True)
    return {found.code: found for found in (row.model() for row in rows)}


def put_deadline(tx: Transaction, claim: Claim, before: Deadline | None, after: Deadline, due: datetime | None) -> None:
    """Write a deadline that is as it was read, due at a moment; None: nobody is reminded of it."""
    row = DeadlineRow(
        *_key(claim, after.code),
        document=after.model_dump(mode="json", exclude={"version"}, exclude_defaults=True),
        version=after.version,
    )
    if due is not None:
        row.due_pk, row.due_at = due_shard(f"{claim.id}#{after.code}"), stamp(due)
    tx.put(row, condition=DeadlineRow.version == before.version if before else DeadlineRow.pk.does_not_exist())


def delete_deadline(tx: Transaction, claim: Claim, code: str) -> None:
    """Delete a deadline that a claim has no more."""
    tx.delete(DeadlineRow(*_key(claim, code)))


def _key(claim: Claim, code: str) -> tuple[str, str]:
    return claim_key(claim.account_id, claim.id), f"{_BEGINS}{code}"
