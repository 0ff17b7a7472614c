"""HTTP of the account's calendars."""

from chalicelib.base.errors import Conflict
from chalicelib.features.claims.deadlines.calendar_bodies import CalendarSettingsChange, CalendarSettingsView
from chalicelib.features.claims.deadlines.calendar_changing import change_calendars, show_calendars
from chalicelib.features.claims.deadlines.calendar_rules import check_calendars
from chalicelib.features.claims.deadlines.settings import CalendarSettings
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope
from chalicelib.tenancy.sections import Section

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_SETTINGS = "/v1/account/calendars"


@routes.operation(
    "GET", _SETTINGS, audience=staff(Scope.ACCOUNT_READ), summary="Show the calendars by which deadlines are counted"
)
def show_calendar_settings(caller: Caller) -> CalendarSettingsView:
    return _view(show_calendars(caller))


def _check_change(body: CalendarSettingsChange) -> None:
    check_calendars(body.given() or ())


@routes.operation(
    "PATCH",
    _SETTINGS,
    audience=staff(Scope.ACCOUNT_WRITE),
    errors=(Conflict,),
    check=_check_change,
    summary="Replace the calendars by which deadlines are counted",
)
def change_calendar_settings(caller: Caller, body: CalendarSettingsChange) -> CalendarSettingsView:
    calendars = body.given()
    if calendars is None:
        calendars = show_calendars(caller).value.calendars
    return _view(change_calendars(caller, calendars, version=body.version))


def _view(settings: Section[CalendarSettings]) -> CalendarSettingsView:
    return CalendarSettingsView(calendars=list(settings.value.calendars), version=settings.version)
