"""Giving of reminders that are due: kept in the cabinet, told to back-ends, and sent by a message.

The thing is read anew, so that changes of a policy or a claim need not know of reminders.
"""

from datetime import datetime

from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.ids import new_id
from chalicelib.features.cabinet.reminders import events
from chalicelib.features.cabinet.reminders.model import About, Given, Plan
from chalicelib.features.cabinet.reminders.rules import Step, Task, next_look, passed_keys, present_step
from chalicelib.features.cabinet.reminders.settings import reminder_settings
from chalicelib.features.cabinet.reminders.tasks import Thing, load_thing
from chalicelib.features.cabinet.table import reminders as table
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.ages import is_confirmed
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.personal import Purpose
from chalicelib.outbox import service as outbox
from chalicelib.tenancy import service as accounts

#: The kind of the outbox's items, which the manifest names the courier of.
MESSAGE = "reminder_given"


def remind_due(due: Due) -> None:
    """Hand out the reminders of a thing that are due, each once, and plan the next ones. Idempotent."""
    client_id, subject = due.pk.rpartition("#")[2], due.sk
    retry_stale(lambda: _look(due.account_id, client_id, subject))


def channel_to(client: Client | None, about: About) -> Channel | None:
    """Return the channel of a message about a task: e-mail, else SMS. None if none may be sent.

    A message about a renewal is advertising, and needs the client's consent.
    """
    if client is None or client.blocked is not None:
        return None
    settings = reminder_settings(client.account_id)
    if settings.way_of(about) != "message":
        return None
    if about is About.RENEWAL and not clients.has_consented(client, Purpose.ADVERTISING):
        return None
    if client.facts.email:
        return "email"
    if not settings.sms or not client.facts.phone:
        return None
    return "sms" if about is not About.RENEWAL or is_confirmed(client) else None


def move_plan(tx: Transaction, plan: Plan, client_id: str) -> None:
    """Move a plan to another client of its thing; that one's own plan of the thing stays."""
    table.delete_plan(tx, plan)
    if table.get_plan(plan.account_id, client_id, plan.subject) is None:
        moved = plan.model_copy(update={"client_id": client_id, "version": plan.version + 1})
        table.insert_plan(tx, moved, now())


def _look(account_id: str, client_id: str, subject: str) -> None:
    plan = table.get_plan(account_id, client_id, subject)
    if plan is None:
        return
    thing, tx = load_thing(account_id, subject), Transaction()
    if thing is None or thing.is_over or not thing.client_id:
        table.delete_plan(tx, plan)
    elif thing.client_id != client_id:
        move_plan(tx, plan, thing.client_id)
    else:
        _give(tx, plan, thing)
    tx.commit()


def _give(tx: Transaction, plan: Plan, thing: Thing) -> None:
    """Write the plan of a thing with its reminders of now, and the next moment."""
    zone, moment = accounts.load_account(plan.account_id).zone, now()
    client = clients.find_client(plan.account_id, plan.client_id)
    told = {"told": passed_keys(thing.tasks, moment, zone), "version": plan.version + 1}
    after = plan.model_copy(update=told)
    for task in thing.tasks if client is not None and client.blocked is None else ():
        step = present_step(task, plan, moment, zone)
        if step is not None and reminder_settings(plan.account_id).way_of(task.about) != "off":
            given = _given(plan, task, step, moment)
            after = after.with_given(given)
            _tell(tx, after, thing, given, client)
    table.replace_plan(tx, after, next_look(thing.tasks, after, moment, zone), since=plan.version)


def _given(plan: Plan, task: Task, step: Step, moment: datetime) -> Given:
    before = plan.find(task.about, task.part)
    return Given(
        id=before.id if before else new_id("rem"),
        about=task.about,
        part=task.part,
        day=task.day,
        step=step.key,
        at=moment,
    )


def _tell(tx: Transaction, plan: Plan, thing: Thing, given: Given, client: Client | None) -> None:
    channel = channel_to(client, given.about)
    if channel is not None:
        ids = {"client_id": plan.client_id, "subject": plan.subject, "reminder_id": given.id, "step": given.step}
        outbox.queue_message(tx, account_id=plan.account_id, data={"kind": MESSAGE, "channel": channel, **ids})
    events.publish(tx, plan, thing, given, "reminder.given", channel=channel)
