"""HTTP of the settings of payments."""

from chalicelib.base.errors import Conflict
from chalicelib.features.payments.service import ruling
from chalicelib.features.payments.service.ruling import PROVIDERS, Rules
from chalicelib.features.payments.settings_schemas import PaymentSettingsChange, PaymentSettingsView, ProviderView
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_SETTINGS = "/v1/account/payments"


@routes.operation("GET", _SETTINGS, audience=staff(Scope.ACCOUNT_WRITE), summary="Show the settings of payments")
def show_payment_settings(caller: Caller) -> PaymentSettingsView:
    """Return the settings; the addresses for notices are for those who may change them."""
    return _view(caller, ruling.show_rules(caller))


def _check_change(caller: Caller, body: PaymentSettingsChange) -> None:
    ruling.check_changes(caller, body.changes())


@routes.operation(
    "PATCH",
    _SETTINGS,
    audience=staff(Scope.ACCOUNT_WRITE),
    errors=(Conflict,),
    check=_check_change,
    summary="Change the settings of payments, and enter keys",
)
def change_payment_settings(caller: Caller, body: PaymentSettingsChange) -> PaymentSettingsView:
    return _view(caller, ruling.change_rules(caller, body.changes(), version=body.version))


def _view(caller: Caller, rules: Rules) -> PaymentSettingsView:
    return PaymentSettingsView(
        **rules.settings.model_dump(include={"provider", "mode", "networks"}),
        providers=[
            ProviderView(
                code=code, has_keys=code in rules.have_keys, notice_url=ruling.notice_url(caller.account_id, code)
            )
            for code in PROVIDERS
        ],
        version=rules.version,
    )
