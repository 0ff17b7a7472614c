"""The reminders of a person of the client area whose tasks are still open; putting them off."""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, NotFound
from chalicelib.base.languages import N_
from chalicelib.features.cabinet.reminders import events
from chalicelib.features.cabinet.reminders.model import Given, Plan
from chalicelib.features.cabinet.reminders.rules import Task, next_look, snooze_end, snoozes_of
from chalicelib.features.cabinet.reminders.tasks import Thing, is_policy, load_thing, thing_of_policy, today_of
from chalicelib.features.cabinet.table import reminders as table
from chalicelib.features.policies import service as policies
from chalicelib.features.policies.model import Policy
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.tenancy import service as accounts

NO_REMINDER = N_("There is no such reminder.")
DONE = N_("Nothing is to be done about this any more.")
_TOO_LONG = N_("The reminder can't be put off for so long: the last day is near.")


class OwnReminder(NamedTuple):
    """A reminder of the person; without a task it is done."""

    plan: Plan
    given: Given
    thing: Thing | None
    task: Task | None

    @property
    def days_left(self) -> int:
        """Return the days until the task's day; negative once it has passed."""
        return (self.task.day - today_of(self.plan.account_id)).days if self.task else 0

    @property
    def is_snoozed(self) -> bool:
        """Return True while the person does not want to see it."""
        return self.given.is_snoozed(now())

    @property
    def snoozes(self) -> tuple[int, ...]:
        """Return the days by which it can be put off."""
        return snoozes_of(self.task, today_of(self.plan.account_id)) if self.task else ()


def list_own(caller: AreaCaller) -> list[OwnReminder]:
    """Return the reminders whose tasks are still to be done, the nearest day first.

    One Query a client, and one BatchGetItem of all their policies; each deductible takes a GetItem and a Query.
    """
    plans = [plan for plan in _plans(caller) if plan.given]
    found = policies.load_policies(caller.account_id, [each.subject for each in plans if is_policy(each.subject)])
    own = [_own(plan, each, _thing(plan, found.get(plan.subject))) for plan in plans for each in plan.given]
    due = [(each.task.day, each) for each in own if each.task is not None]
    return [each for _, each in sorted(due, key=lambda pair: (pair[0], pair[1].given.id))]


def find_own(caller: AreaCaller, reminder_id: str) -> OwnReminder:
    """Return a reminder of the person, also one that is done. Raises NotFound for any other."""
    for plan in _plans(caller):
        given = plan.find_id(reminder_id)
        if given is not None:
            return _own(plan, given, load_thing(plan.account_id, plan.subject))
    raise NotFound(NO_REMINDER)


def snooze(caller: AreaCaller, reminder_id: str, days: int) -> OwnReminder:
    """Put a reminder off by some days; 0 undoes it. Raises NotFound, Conflict if it is done, or for too many days."""
    return retry_stale(lambda: _snooze(caller, reminder_id, days))


def _snooze(caller: AreaCaller, reminder_id: str, days: int) -> OwnReminder:
    own = find_own(caller, reminder_id)
    if own.task is None or own.thing is None:
        raise Conflict(DONE, extra={"reason": "not-due"})
    if days and days not in own.snoozes:
        raise Conflict(_TOO_LONG, extra={"reason": "too-late", "days": list(own.snoozes)})
    zone = accounts.load_account(caller.account_id).zone
    until = snooze_end(today_of(caller.account_id), days, zone) if days else None
    given, before = own.given.model_copy(update={"snoozed_until": until}), own.plan
    if given == own.given:
        return own
    tx = Transaction()
    after = before.model_copy(update={"version": before.version + 1}).with_given(given)
    _write(tx, before, after, own.thing)
    events.publish(tx, after, own.thing, given, "reminder.snoozed", until=until)
    tx.commit()
    return own._replace(plan=after, given=given)


def _write(tx: Transaction, before: Plan, after: Plan, thing: Thing) -> None:
    zone, moment = accounts.load_account(after.account_id).zone, now()
    table.replace_plan(tx, after, next_look(thing.tasks, after, moment, zone), since=before.version)


def _plans(caller: AreaCaller) -> Sequence[Plan]:
    clients = caller.client_ids(AreaPermission.POLICIES)
    return [plan for client_id in clients for plan in table.list_plans(caller.account_id, client_id)]


def _thing(plan: Plan, policy: Policy | None) -> Thing | None:
    """Return the thing of a plan, given its policy; a deductible's is read."""
    if policy is not None:
        return thing_of_policy(policy)
    return None if is_policy(plan.subject) else load_thing(plan.account_id, plan.subject)


def _own(plan: Plan, given: Given, thing: Thing | None) -> OwnReminder:
    is_own = thing is not None and thing.client_id == plan.client_id
    return OwnReminder(plan, given, thing, thing.find(given) if thing is not None and is_own else None)
