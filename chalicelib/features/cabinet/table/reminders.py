"""Plans of reminders, in the table `policies`: one collection a client, each row due at its next step.

| item | pk | sk |
|---|---|---|
| the plan of a policy, or of a case with a deductible | `a#rem#<client>` | `<policy>`, `<case>` |
"""

from datetime import datetime

from pynamodb.attributes import NumberAttribute

from chalicelib.aws.dynamo import Document, Transaction
from chalicelib.aws.policy_items import PoliciesRow, item_key
from chalicelib.aws.shards import due_shard
from chalicelib.base.clock import stamp
from chalicelib.features.cabinet.reminders.model import Plan


class PlanRow(PoliciesRow, discriminator="reminder_plan"):
    """A plan; the version is an attribute for conditions."""

    document = Document()
    version = NumberAttribute()

    def model(self) -> Plan:
        return Plan.model_validate({**self.document, "version": int(self.version)})


def get_plan(account_id: str, client_id: str, subject: str) -> Plan | None:
    """GetItem: the plan of a client's thing."""
    try:
        return PlanRow.get(*_key(account_id, client_id, subject), consistent_read=True).model()
    except PlanRow.DoesNotExist:
        return None


def list_plans(account_id: str, client_id: str) -> list[Plan]:
    """Query: all plans of a client, some dozens at most."""
    rows = PlanRow.query(item_key(account_id, f"rem#{client_id}"), consistent_read=True)
    return [row.model() for row in rows]


def insert_plan(tx: Transaction, plan: Plan, due_at: datetime) -> None:
    """Write the plan of a thing that has none."""
    tx.insert(_row(plan, due_at))


def replace_plan(tx: Transaction, plan: Plan, due_at: datetime, *, since: int) -> None:
    """Replace a plan that was read in version `since`; Stale if it changed meanwhile."""
    tx.put(_row(plan, due_at), condition=PlanRow.version == since)


def delete_plan(tx: Transaction, plan: Plan) -> None:
    """Delete a plan as it was read; Stale if it changed meanwhile."""
    key = _key(plan.account_id, plan.client_id, plan.subject)
    tx.delete(PlanRow(*key), condition=PlanRow.version == plan.version)


def _row(plan: Plan, due_at: datetime) -> PlanRow:
    document = plan.model_dump(mode="json", exclude={"version"}, exclude_defaults=True)
    row = PlanRow(*_key(plan.account_id, plan.client_id, plan.subject), document=document, version=plan.version)
    row.due_pk, row.due_at = due_shard(plan.subject), stamp(due_at)
    return row


def _key(account_id: str, client_id: str, subject: str) -> tuple[str, str]:
    return item_key(account_id, f"rem#{client_id}"), subject
