"""HTTP of the account's settings of cargo."""

from chalicelib.base.errors import Conflict
from chalicelib.features.cargo.rates.bodies import CargoSettingsChange, CargoSettingsView
from chalicelib.features.cargo.rates.changing import change_rates, check_rates, show_rates
from chalicelib.features.cargo.rates.model import in_order
from chalicelib.features.cargo.settings import CargoSettings
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope
from chalicelib.tenancy.sections import Section

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_SETTINGS = "/v1/account/cargo"


@routes.operation("GET", _SETTINGS, audience=staff(Scope.ACCOUNT_READ), summary="Show the rates of units of account")
def show_cargo_settings(caller: Caller) -> CargoSettingsView:
    return _view(show_rates(caller))


def _check_change(body: CargoSettingsChange) -> None:
    check_rates(body.given() or ())


@routes.operation(
    "PATCH",
    _SETTINGS,
    audience=staff(Scope.ACCOUNT_WRITE),
    errors=(Conflict,),
    check=_check_change,
    summary="Replace the rates of units of account",
)
def change_cargo_settings(caller: Caller, body: CargoSettingsChange) -> CargoSettingsView:
    rates = body.given()
    if rates is None:
        rates = show_rates(caller).value.rates
    return _view(change_rates(caller, rates, version=body.version))


def _view(settings: Section[CargoSettings]) -> CargoSettingsView:
    return CargoSettingsView(rates=list(in_order(settings.value.rates)), version=settings.version)
