"""Events of reminders for back-ends, written in the transaction of the change."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.features.cabinet.reminders.model import Given, Plan
from chalicelib.features.cabinet.reminders.tasks import Thing
from chalicelib.outbox import service as outbox


def publish(tx: Transaction, plan: Plan, thing: Thing, given: Given, type: str, **data: object) -> None:  # noqa: A002
    """Publish an event of a reminder: `data` beside its ids, kind and day."""
    outbox.publish(
        tx,
        account_id=plan.account_id,
        type=type,
        version=plan.version,
        page=thing.page,
        data={
            "reminder_id": given.id,
            "about": given.about,
            "client_id": plan.client_id,
            "policy_id": thing.policy.id if thing.policy else None,
            "claim_id": thing.claim.id if thing.claim else None,
            "instalment": given.part or None,
            "day": given.day,
            **data,
        },
    )
