"""Decisions of claims in the table: rows of their claim's collection."""

from chalicelib.aws.claim_items import claim_key
from chalicelib.aws.dynamo import Transaction
from chalicelib.features.claims.decision.model import Decision
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.table.rows import DecisionRow

_BEGINS = "dec#"


def get_decision(account_id: str, claim_id: str, decision_id: str) -> Decision | None:
    """GetItem: a decision of a claim."""
    try:
        key = claim_key(account_id, claim_id), f"{_BEGINS}{decision_id}"
        return DecisionRow.get(*key, consistent_read=True).model()
    except DecisionRow.DoesNotExist:
        return None


def list_decisions(account_id: str, claim_id: str) -> list[Decision]:
    """Query: all decisions of a claim, the latest first; a handful."""
    begins = DecisionRow.sk.startswith(_BEGINS)
    rows = DecisionRow.query(claim_key(account_id, claim_id), begins, consistent_read=True, scan_index_forward=False)
    return [row.model() for row in rows]


def put_decision(tx: Transaction, claim: Claim, decision: Decision) -> None:
    """Write a decision, in the transaction that changes its claim: the claim's version is the condition."""
    document = decision.model_dump(mode="json", exclude_none=True)
    tx.put(DecisionRow(claim_key(claim.account_id, claim.id), f"{_BEGINS}{decision.id}", document=document))
