"""Use cases of visits."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.ids import new_id
from chalicelib.features.cases import service as cases
from chalicelib.features.clients.personal import HeldFile
from chalicelib.identity.model import Caller
from chalicelib.messaging.model import Report
from chalicelib.messaging.notices import Notice
from chalicelib.outbox import service as outbox
from chalicelib.outbox.kinds import Courier
from chalicelib.outbox.model import Delivered, OutboxItem, Outcome
from tests.sample_feature import table
from tests.sample_feature.table import Visit

#: Sent items and reports, for tests.
sent: list[str] = []


def plan_visit(caller: Caller, case_id: str, *, place: str, at: datetime) -> Visit:
    """Plan a visit: row, timeline and event in one transaction."""
    case = cases.show_case(caller, case_id)
    visit = Visit(id=new_id("visit"), account_id=case.account_id, case_id=case.id, place=place, at=at)
    tx = Transaction()
    table.insert_visit(tx, visit)
    cases.note(tx, case, actor=caller.actor, type="visit.planned", place=place)
    told = {"visit_id": visit.id, "case_id": case.id}
    outbox.publish(tx, account_id=case.account_id, type="visit.planned", version=1, data=told)
    tx.commit()
    return visit


def note_visit(caller: Caller, case_id: str, *, text: str) -> str:
    """Add a note to the timeline, in the name of the caller."""
    case, tx = cases.show_case(caller, case_id), Transaction()
    entry = cases.note(tx, case, actor=caller.actor, type="visit.planned", place=text)
    tx.commit()
    return entry.id


def remind(due: Due) -> None:
    """Queue the reminder of a visit that falls due."""
    tx = Transaction()
    table.settle_visit(tx, due.pk, due.sk)
    outbox.queue_message(tx, account_id=due.account_id, data={"kind": "visit_reminder", "visit": due.sk})
    tx.commit()


def _send(item: OutboxItem) -> Outcome:
    sent.append(item.data["visit"])
    return Delivered(provider_id=f"visit-{item.id}")


REMINDER = Courier(_send, lambda *_: None)


MISSED = Notice("A visit was missed", ("The appraiser found nobody at {place}. Plan another one:",), "/console/visits")


def take_report(report: Report) -> bool:
    """Accept the report of a reminder."""
    return report.provider_id.startswith("visit-")


def held(_caller: Caller, client: Any, language: str) -> list[HeldFile]:
    """Return the file of visits for the export of a client's data."""
    return [HeldFile("visits.txt", f"{client.id} {language}".encode())]


def reindex(account_ids: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield each account with the number of its re-indexed visits."""
    yield from ((account_id, 7) for account_id in account_ids)


def plan_visits(event: Any, _context: Any) -> str:
    """Return the event that a Lambda function was called with."""
    return f"planned {event}"
