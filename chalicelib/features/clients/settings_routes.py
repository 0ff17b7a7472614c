"""HTTP of an account's rules for clients: texts of consents, retention, limits."""

from chalicelib.base.errors import Conflict
from chalicelib.features.clients.service import ruling
from chalicelib.features.clients.settings import ClientSettings, usual_retention
from chalicelib.features.clients.settings_schemas import (
    ClientSettingsChange,
    ClientSettingsView,
    LimitsView,
    RetentionView,
    TextView,
)
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.sections import Section

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_SETTINGS = "/v1/account/clients"


@routes.operation("GET", _SETTINGS, audience=staff(Scope.ACCOUNT_READ), summary="Show the rules for clients")
def show_settings(caller: Caller) -> ClientSettingsView:
    return _view(caller, ruling.show_rules(caller))


def _check_change(caller: Caller, body: ClientSettingsChange) -> None:
    ruling.check_changes(body.changes())


@routes.operation(
    "PATCH",
    _SETTINGS,
    audience=staff(Scope.ACCOUNT_WRITE),
    errors=(Conflict,),
    check=_check_change,
    summary="Change the rules for clients",
)
def change_settings(caller: Caller, body: ClientSettingsChange) -> ClientSettingsView:
    return _view(caller, ruling.change_rules(caller, body.changes(), version=body.version))


def _view(caller: Caller, rules: Section[ClientSettings]) -> ClientSettingsView:
    value, usual = rules.value, usual_retention(accounts.load_account(caller.account_id))
    return ClientSettingsView(
        texts=[TextView(**each.model_dump(), sha256=each.sha256) for each in value.texts],
        policies=RetentionView(**value.policies.model_dump()) if value.policies else None,
        cases=RetentionView(**value.cases.model_dump()) if value.cases else None,
        usual=RetentionView(**usual.model_dump()) if usual else None,
        limits=LimitsView(**value.limits.model_dump()),
        version=rules.version,
    )
