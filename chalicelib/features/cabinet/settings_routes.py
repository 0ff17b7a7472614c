"""HTTP of the account's rules for its client area."""

from chalicelib.base.errors import Conflict
from chalicelib.base.settings import settings
from chalicelib.features.cabinet.area_changing import change_area, check_area, show_area
from chalicelib.features.cabinet.area_schemas import AreaSettingsChange, AreaSettingsView
from chalicelib.frame.area.settings import AreaSettings
from chalicelib.frame.area.site import page_path
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope
from chalicelib.tenancy.sections import Section

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_SETTINGS = "/v1/account/area"


@routes.operation("GET", _SETTINGS, audience=staff(Scope.ACCOUNT_READ), summary="Show the rules for the client area")
def show_area_settings(caller: Caller) -> AreaSettingsView:
    return _view(show_area(caller))


def _check_change(caller: Caller, body: AreaSettingsChange) -> None:
    given = {name: value for name, value in body.changes().items() if value is not None or name == "help_email"}
    check_area(caller, given)


@routes.operation(
    "PATCH",
    _SETTINGS,
    audience=staff(Scope.ACCOUNT_WRITE),
    errors=(Conflict,),
    check=_check_change,
    summary="Change the rules for the client area",
)
def change_area_settings(caller: Caller, body: AreaSettingsChange) -> AreaSettingsView:
    return _view(change_area(caller, body.changes(), version=body.version))


def _view(rules: Section[AreaSettings]) -> AreaSettingsView:
    value = rules.value
    address = f"{settings().public_base_url}{page_path(value.slug)}" if value.slug else ""
    return AreaSettingsView.model_validate({**dict(value), "address": address, "version": rules.version})
