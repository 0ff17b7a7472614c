"""HTTP of the account's rules for sales."""

from chalicelib.base.errors import Conflict
from chalicelib.features.policies.sale_changing import change_sales, show_sales
from chalicelib.features.policies.sale_schemas import SaleSettingsChange, SaleSettingsView
from chalicelib.features.policies.settings import SaleSettings
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope
from chalicelib.tenancy.sections import Section

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_SETTINGS = "/v1/account/sales"


@routes.operation("GET", _SETTINGS, audience=staff(Scope.ACCOUNT_READ), summary="Show the rules for sales")
def show_sale_settings(caller: Caller) -> SaleSettingsView:
    return _view(show_sales(caller))


@routes.operation(
    "PATCH", _SETTINGS, audience=staff(Scope.ACCOUNT_WRITE), errors=(Conflict,), summary="Change the rules for sales"
)
def change_sale_settings(caller: Caller, body: SaleSettingsChange) -> SaleSettingsView:
    return _view(change_sales(caller, body.changes(), version=body.version))


def _view(rules: Section[SaleSettings]) -> SaleSettingsView:
    return SaleSettingsView.model_validate({**dict(rules.value), "version": rules.version})
