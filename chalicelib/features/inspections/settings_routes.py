"""HTTP of the account's choices for inspections."""

from chalicelib.base.errors import Conflict
from chalicelib.features.inspections.changing import change_choices, check_choices, show_choices
from chalicelib.features.inspections.settings import InspectionSettings
from chalicelib.features.inspections.settings_schemas import InspectionSettingsChange, InspectionSettingsView
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope
from chalicelib.tenancy.sections import Section

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_SETTINGS = "/v1/account/inspections"


def _check_change(caller: Caller, body: InspectionSettingsChange) -> None:
    check_choices(caller, body.changes())


@routes.operation("GET", _SETTINGS, audience=staff(Scope.ACCOUNT_READ), summary="Show the choices for inspections")
def show_inspection_settings(caller: Caller) -> InspectionSettingsView:
    return _view(show_choices(caller))


@routes.operation(
    "PATCH",
    _SETTINGS,
    audience=staff(Scope.ACCOUNT_WRITE),
    errors=(Conflict,),
    check=_check_change,
    summary="Change the choices for inspections",
)
def change_inspection_settings(caller: Caller, body: InspectionSettingsChange) -> InspectionSettingsView:
    return _view(change_choices(caller, body.changes(), version=body.version))


def _view(choices: Section[InspectionSettings]) -> InspectionSettingsView:
    return InspectionSettingsView.model_validate({**dict(choices.value), "version": choices.version})
