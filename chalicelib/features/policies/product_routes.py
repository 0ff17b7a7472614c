"""HTTP of products: the account's settings, and the products that a caller may sell."""

from chalicelib.base.errors import Conflict
from chalicelib.features.clients.rules import today_in
from chalicelib.features.policies import product_changing
from chalicelib.features.policies.product_rules import check_products
from chalicelib.features.policies.product_schemas import (
    ProductSettingsChange,
    ProductSettingsView,
    ProductsView,
    view_of,
)
from chalicelib.features.policies.products import ProductSettings, sellable
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.sections import Section

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_SETTINGS = "/v1/account/policies"


@routes.operation("GET", _SETTINGS, audience=staff(Scope.ACCOUNT_READ), summary="Show products and their rates")
def show_product_settings(caller: Caller) -> ProductSettingsView:
    return _view(product_changing.show_products(caller))


def _check_change(body: ProductSettingsChange) -> None:
    check_products(body.given() or ())


@routes.operation(
    "PATCH",
    _SETTINGS,
    audience=staff(Scope.ACCOUNT_WRITE),
    errors=(Conflict,),
    check=_check_change,
    summary="Replace products and their rates",
)
def change_product_settings(caller: Caller, body: ProductSettingsChange) -> ProductSettingsView:
    products = body.given()
    if products is None:
        products = product_changing.show_products(caller).value.products
    return _view(product_changing.change_products(caller, products, version=body.version))


@routes.operation("GET", "/v1/products", audience=staff("policies:read"), summary="List products that can be sold")
def list_products(caller: Caller) -> ProductsView:
    today = today_in(accounts.load_account(caller.account_id))
    return ProductsView(products=[view_of(each, each.documents_on(today)) for each in sellable(caller.account_id)])


def _view(settings: Section[ProductSettings]) -> ProductSettingsView:
    return ProductSettingsView(products=list(settings.value.products), version=settings.version)
