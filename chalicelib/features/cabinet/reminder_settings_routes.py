"""HTTP of the account's rules for reminders."""

from chalicelib.base.errors import Conflict
from chalicelib.features.cabinet.reminder_settings_schemas import ReminderSettingsChange, ReminderSettingsView
from chalicelib.features.cabinet.reminders.changing import change_rules, show_rules
from chalicelib.features.cabinet.reminders.settings import ReminderSettings
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope
from chalicelib.tenancy.sections import Section

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_SETTINGS = "/v1/account/reminders"


@routes.operation("GET", _SETTINGS, audience=staff(Scope.ACCOUNT_READ), summary="Show the rules for reminders")
def show_reminder_settings(caller: Caller) -> ReminderSettingsView:
    return _view(show_rules(caller))


@routes.operation(
    "PATCH",
    _SETTINGS,
    audience=staff(Scope.ACCOUNT_WRITE),
    errors=(Conflict,),
    summary="Change the rules for reminders",
)
def change_reminder_settings(caller: Caller, body: ReminderSettingsChange) -> ReminderSettingsView:
    return _view(change_rules(caller, body.changes(), version=body.version))


def _view(rules: Section[ReminderSettings]) -> ReminderSettingsView:
    return ReminderSettingsView.model_validate({**dict(rules.value), "version": rules.version})
