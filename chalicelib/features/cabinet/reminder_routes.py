"""HTTP of own reminders in the client area."""

from chalice.app import Response

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.base.languages import Language
from chalicelib.features.cabinet.area.calendar_answer import calendar_of
from chalicelib.features.cabinet.reminder_schemas import AreaReminderList, AreaReminderView, AreaSnooze
from chalicelib.features.cabinet.reminders import own
from chalicelib.features.cabinet.reminders.model import About
from chalicelib.features.cabinet.reminders.own import OwnReminder
from chalicelib.features.cabinet.reminders.words import title_of
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_api
from chalicelib.http.blueprint import Call
from chalicelib.http.money import money_view
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

routes = area_api(__name__)
BLUEPRINTS = (routes,)
CALENDAR = "text/calendar"
_MINE = area(AreaPermission.POLICIES)
_AREA = "/v1/area/{slug}"
_SNOOZE = f"{_AREA}/reminders/{{reminder_id}}/snooze"


@routes.operation("GET", f"{_AREA}/reminders", audience=_MINE, summary="List the own reminders of what is to be done")
def list_area_reminders(caller: AreaCaller, slug: str, call: Call) -> AreaReminderList:
    return AreaReminderList(items=[_view(each, call.language) for each in own.list_own(caller)])


@routes.operation(
    "POST", _SNOOZE, audience=_MINE, errors=(NotFound, Conflict), summary="Put an own reminder off by some days"
)
def snooze_area_reminder(
    caller: AreaCaller, slug: str, reminder_id: str, body: AreaSnooze, call: Call
) -> AreaReminderView:
    """Put a reminder off until 10:00 of a day; it comes again then, if it is still to be done."""
    return _view(own.snooze(caller, reminder_id, body.days), call.language)


@routes.operation(
    "DELETE", _SNOOZE, audience=_MINE, errors=(NotFound, Conflict), summary="Undo that an own reminder was put off"
)
def undo_area_snooze(caller: AreaCaller, slug: str, reminder_id: str, call: Call) -> AreaReminderView:
    return _view(own.snooze(caller, reminder_id, 0), call.language)


@routes.operation(
    "GET",
    f"{_AREA}/calendar.ics",
    audience=_MINE,
    answers={200: None},
    media_type=CALENDAR,
    summary="Download the own dates as a calendar file: instalments, ends of policies, deadlines of claims",
)
def download_area_calendar(caller: AreaCaller, slug: str, call: Call) -> Response:
    return calendar_of(caller, slug, call.language)


def _view(found: OwnReminder, language: Language) -> AreaReminderView:
    thing, task = found.thing, found.task
    assert thing is not None and task is not None  # noqa: S101 - listed and put off only while it is to be done
    return AreaReminderView(
        id=found.given.id,
        about=task.about,
        title=title_of(thing, task, language),
        given_at=found.given.at,
        client_id=thing.client_id,
        policy_id=thing.policy.id if thing.policy else None,
        claim_id=thing.claim.id if thing.claim else None,
        number=thing.title,
        amount=money_view(task.money) if task.money else None,
        day=task.day,
        days_left=None if task.about is About.DEDUCTIBLE else found.days_left,
        subject=task.payable or None,
        snoozed_until=found.given.snoozed_until if found.is_snoozed else None,
        snooze_days=list(found.snoozes),
    )
