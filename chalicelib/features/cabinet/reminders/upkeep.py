"""Reminders of a client that is merged into another one, or erased; their file in the export."""

import json
from collections.abc import Iterator

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.languages import Language
from chalicelib.features.cabinet.reminders.giving import move_plan
from chalicelib.features.cabinet.table import reminders as table
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.personal import HeldFile
from chalicelib.identity.model import Caller


def move(account_id: str, old: str, new: str, *, limit: int) -> int:
    """Move some plans of a client to another one, each in a transaction. Returns their number."""
    found = table.list_plans(account_id, old)[:limit]
    return sum(retry_stale(lambda each=each: _move(account_id, each.subject, old, new)) for each in found)  # type: ignore[misc]


def forget(account_id: str, client_id: str) -> None:
    """Delete all plans of a client: nobody is reminded any more. Idempotent."""
    for plan in table.list_plans(account_id, client_id):
        retry_stale(lambda subject=plan.subject: _delete(account_id, client_id, subject))  # type: ignore[misc]


def files(_caller: Caller, client: Client, _language: Language) -> Iterator[HeldFile]:
    """Yield reminders.json with the reminders that the client was given."""
    plans = [plan for plan in table.list_plans(client.account_id, client.id) if plan.given]
    if plans:
        held = {
            plan.subject: [each.model_dump(mode="json", exclude_defaults=True) for each in plan.given] for plan in plans
        }
        yield HeldFile("reminders.json", json.dumps(held, ensure_ascii=False, indent=1).encode())


def _move(account_id: str, subject: str, old: str, new: str) -> bool:
    plan, tx = table.get_plan(account_id, old, subject), Transaction()
    if plan is None:
        return False
    move_plan(tx, plan, new)
    tx.commit()
    return True


def _delete(account_id: str, client_id: str, subject: str) -> None:
    plan, tx = table.get_plan(account_id, client_id, subject), Transaction()
    if plan is not None:
        table.delete_plan(tx, plan)
        tx.commit()
