"""Entries of a claim's history and events for back-ends, written in the transaction of the change."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.ids import new_ulid
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import TimelineEntry
from chalicelib.features.claims import table
from chalicelib.features.claims.model import Claim, Entry
from chalicelib.outbox import service as outbox


def note(tx: Transaction, claim: Claim, *, actor: str, type: str, **data: object) -> TimelineEntry:  # noqa: A002
    """Add to the histories of a claim and of its case. Returns the case's entry, for news."""
    note_apart(tx, claim, actor=actor, type=type, **data)
    return cases.note_in(
        tx, account_id=claim.account_id, case_id=claim.case_id, actor=actor, type=type, stage=claim.stage, **data
    )


def note_apart(tx: Transaction, claim: Claim, *, actor: str, type: str, **data: object) -> None:  # noqa: A002
    """Add to the history of a claim alone: its case's says the same already, or does not need it."""
    entry = Entry(id=new_ulid(), at=now(), actor=actor, type=type, version=claim.version, data=data)
    table.append(tx, claim, entry)


def publish(tx: Transaction, claim: Claim, type: str, **data: object) -> None:  # noqa: A002 - the field's name
    """Publish an event of a claim to back-ends: `data` beside its ids, process and stage."""
    outbox.publish(
        tx,
        account_id=claim.account_id,
        type=type,
        version=claim.version,
        data={
            "claim_id": claim.id,
            "case_id": claim.case_id,
            "process": claim.process,
            "stage": claim.stage,
            "outcome": claim.outcome,
            "ending": claim.ending,
            "client_id": claim.client_id,
            "policy_id": claim.policy_id,
            **data,
        },
    )
