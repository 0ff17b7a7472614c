"""HTTP of accounts and sessions, loaded by the first request for them."""

from typing import Any

from chalicelib.base.errors import Conflict, Forbidden, QuotaExceeded, Unauthenticated
from chalicelib.features.account.schemas import (
    AccountChange,
    AccountView,
    QuotaCeiling,
    RefreshBody,
    Session,
    SessionBody,
)
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.identity import sign_ins
from chalicelib.identity.audiences import PUBLIC, staff
from chalicelib.identity.model import Caller, Scope, Tokens
from chalicelib.tenancy import service
from chalicelib.tenancy.model import Account
from chalicelib.tenancy.sms_limits import ceiling_of

routes = Blueprint(__name__, tag="accounts")
BLUEPRINTS = (routes,)


@routes.operation(
    "POST",
    "/v1/sessions",
    audience=PUBLIC,
    errors=(Unauthenticated, Forbidden, Conflict, QuotaExceeded),
    summary="Sign in as staff",
)
def sign_in(body: SessionBody, call: Call) -> Session:
    return _session(sign_ins.sign_in(email=body.email, password=body.password, code=body.code, address=call.address))


@routes.operation(
    "POST",
    "/v1/sessions/refresh",
    audience=PUBLIC,
    errors=(Unauthenticated, QuotaExceeded),
    summary="Prolong a session",
)
def refresh_session(body: RefreshBody, call: Call) -> Session:
    return _session(sign_ins.refresh_session(refresh_token=body.refresh_token, address=call.address))


@routes.operation("GET", "/v1/account", audience=staff(Scope.ACCOUNT_READ), summary="Show the account's settings")
def show_account(caller: Caller) -> AccountView:
    return account_view(service.show_account(caller.account_id))


def _check_change(caller: Caller, body: AccountChange) -> None:
    service.check_changes(caller, body.changes())


@routes.operation(
    "PATCH",
    "/v1/account",
    audience=staff(Scope.ACCOUNT_WRITE),
    errors=(Conflict,),
    check=_check_change,
    summary="Change the account's settings",
)
def change_account(caller: Caller, body: AccountChange) -> AccountView:
    return account_view(service.change_account(caller, changes=body.changes()))


def account_view(account: Account) -> AccountView:
    """Return an account as staff see it."""
    shown: dict[str, Any] = account.model_dump(
        exclude={"own_categories", "sms", "sms_ceiling", "suspended_at", "created_at", "versions"}
    )
    ceiling = QuotaCeiling.model_validate(ceiling_of(account), from_attributes=True)
    return AccountView(**shown, categories=list(account.categories), quotas=account.sms, quota_ceiling=ceiling)


def _session(tokens: Tokens) -> Session:
    return Session.model_validate(tokens, from_attributes=True)
