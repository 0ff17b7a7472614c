"""HTTP of the account's processes of claims."""

from chalicelib.base.errors import Conflict
from chalicelib.features.claims.process_bodies import ClaimSettingsChange, ClaimSettingsView
from chalicelib.features.claims.process_changing import change_processes, show_processes
from chalicelib.features.claims.process_rules import check_processes
from chalicelib.features.claims.settings import ClaimSettings
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope
from chalicelib.tenancy.sections import Section

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_SETTINGS = "/v1/account/claims"


@routes.operation(
    "GET",
    _SETTINGS,
    audience=staff(Scope.ACCOUNT_READ),
    summary="Show the processes of claims",
)
def show_claim_settings(caller: Caller) -> ClaimSettingsView:
    return _view(show_processes(caller))


def _check_change(body: ClaimSettingsChange) -> None:
    check_processes(body.given() or ())


@routes.operation(
    "PATCH",
    _SETTINGS,
    audience=staff(Scope.ACCOUNT_WRITE),
    errors=(Conflict,),
    check=_check_change,
    summary="Replace the processes of claims",
)
def change_claim_settings(caller: Caller, body: ClaimSettingsChange) -> ClaimSettingsView:
    processes = body.given()
    if processes is None:
        processes = show_processes(caller).value.processes
    return _view(change_processes(caller, processes, version=body.version))


def _view(settings: Section[ClaimSettings]) -> ClaimSettingsView:
    return ClaimSettingsView(processes=list(settings.value.processes), version=settings.version)
