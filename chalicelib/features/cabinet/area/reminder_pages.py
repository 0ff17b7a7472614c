"""Pages of own reminders: the list, one task, putting off, and the calendar file. None needs a script."""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.cabinet.area.calendar_answer import calendar_of
from chalicelib.features.cabinet.area.reminder_lines import line
from chalicelib.features.cabinet.reminders import own
from chalicelib.features.cabinet.reminders.own import OwnReminder
from chalicelib.features.cabinet.reminders.rules import SNOOZES
from chalicelib.features.claims.deadlines.calendar_file import CONTENT_TYPE
from chalicelib.features.payments.service.own import methods_of
from chalicelib.features.policies.area.own import can_pay
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

pages = area_pages(__name__)
_MINE = area(AreaPermission.POLICIES)
_AREA = "/area/{slug}"
_REMINDERS = f"{_AREA}/reminders"
_REMINDER = f"{_REMINDERS}/{{reminder_id}}"


class SnoozeForm(TypedFields):
    """The number of days; 0 undoes it."""

    days: str = ""


@pages.operation("GET", _REMINDERS, audience=_MINE, media_type=HTML, summary="The page of the own reminders")
def show_own_reminders(caller: AreaCaller, slug: str, call: Call) -> Response:
    """List open tasks, the nearest day first; below them, those put off."""
    found = own.list_own(caller)
    values: dict[str, Any] = {
        "present": [_acted(caller, each, call) for each in found if not each.is_snoozed],
        "snoozed": [line(each, call.language) for each in found if each.is_snoozed],
    }
    return page(call, open_site(slug), "area_reminders.html", caller=caller, **values)


@pages.operation(
    "GET", _REMINDER, audience=_MINE, errors=(NotFound,), media_type=HTML, summary="The page of an own reminder"
)
def show_own_reminder(caller: AreaCaller, slug: str, reminder_id: str, call: Call) -> Response:
    """Show one task with the way to do it; one that is done says so."""
    found = own.find_own(caller, reminder_id)
    values = _acted(caller, found, call) if found.task is not None else None
    return page(call, open_site(slug), "area_reminder.html", caller=caller, each=values)


@pages.operation(
    "POST",
    f"{_REMINDER}/snooze",
    audience=_MINE,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Put an own reminder off, or undo that",
)
def snooze_own_reminder(caller: AreaCaller, slug: str, reminder_id: str, form: SnoozeForm) -> Response:
    """Lead back to the list; it says why if the reminder could not be put off."""
    days = int(form.days) if form.days in {str(each) for each in (0, *SNOOZES)} else 1
    try:
        own.snooze(caller, reminder_id, days)
    except Conflict:
        return see_other(page_path(slug, "/reminders"), notice="reminder_not_snoozed")
    notice = "reminder_snoozed" if days else "reminder_back"
    return see_other(page_path(slug, "/reminders"), notice=notice)


@pages.operation(
    "GET",
    f"{_AREA}/calendar.ics",
    audience=_MINE,
    media_type=CONTENT_TYPE,
    summary="Download the own dates as a calendar file",
)
def download_own_dates(caller: AreaCaller, slug: str, call: Call) -> Response:
    return calendar_of(caller, slug, call.language)


def _acted(caller: AreaCaller, found: OwnReminder, call: Call) -> dict[str, Any]:
    """Return the values of a reminder with the saved method that pays it by one press."""
    values = line(found, call.language)
    pays = bool(values["subject"]) and can_pay(caller)
    methods = methods_of(caller.account_id, found.plan.client_id) if pays else ()
    return {**values, "can_pay": pays, "method": next(iter(methods), None)}
