"""The caller of a token, an API key or a session."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.aws import staff_pool
from chalicelib.base.clock import now, stamp
from chalicelib.base.errors import Forbidden, Unauthenticated
from chalicelib.base.languages import N_
from chalicelib.base.recent import recent
from chalicelib.identity import sessions, table
from chalicelib.identity.directory import find_user
from chalicelib.identity.factors.requiring import demand_factor
from chalicelib.identity.keys import KEY_PREFIX
from chalicelib.identity.model import ApiKey, Caller, ConsoleSession, User
from chalicelib.identity.principals import ApiClient, StaffMember
from chalicelib.identity.tenants import demand_not_suspended, load_tenant

_WHO = N_("Sign in, or send an API key: Authorization: Bearer <token>.")


def resume_session(secret: str, *, enrolling: bool = False) -> Caller:
    """Return the caller of a session of the console. Raises Unauthenticated or Forbidden.

    A user without the second factor that the account demands is let in only to set it up (`enrolling`).
    """
    session = sessions.resume(secret)
    return identify_user(session.access_token, session=session, enrolling=enrolling)


def identify(bearer: str) -> Caller:
    """Return the holder of this API key or token of the pool. Raises Unauthenticated or Forbidden."""
    if not bearer:
        raise Unauthenticated(_WHO)
    return _identify_key(bearer) if bearer.startswith(KEY_PREFIX) else identify_user(bearer)


def _identify_key(secret: str) -> Caller:
    return identify_hash(sessions.digest(secret))


def identify_hash(sha256: str) -> Caller:
    """Return the caller of the API key with this hash. Raises Unauthenticated."""
    key = _key_of(sha256)
    if key is None or key.revoked:
        raise Unauthenticated(N_("This API key is not known or was revoked."))
    demand_not_suspended(load_tenant(key.account_id))
    return Caller(account_id=key.account_id, principal=ApiClient(key.id), scopes=key.scopes)


def identify_user(
    token: str, *, session: ConsoleSession | None = None, just_given: bool = False, enrolling: bool = False
) -> Caller:
    """Return the user of the staff whom a token names, or a session's. Raises Unauthenticated or Forbidden."""
    claims = staff_pool.verified_claims(token)

    def over(user: User) -> bool:
        return not just_given and sessions.is_over(user, claims, session)

    try:
        return _let_in(find_user(claims["sub"]), claims, over, enrolling=enrolling)
    except (Forbidden, Unauthenticated):
        # Remembered rows may be older than the token: a role, or an access, may have been given a moment ago.
        return _let_in(table.get_user(claims["sub"]), claims, over, enrolling=enrolling)


def _let_in(user: User | None, claims: Mapping[str, Any], over: Callable[[User], bool], *, enrolling: bool) -> Caller:
    if user is None or user.disabled:
        raise Forbidden(N_("This user has no access to Osmotr any more. Ask your administrator."))
    if over(user) or user.role not in claims.get("cognito:groups", ()):
        raise Unauthenticated(N_("The session has ended. Sign in again."))  # the role changed since the token was made
    tenant = demand_not_suspended(load_tenant(user.account_id))
    if not enrolling:
        demand_factor(user, tenant)
    return Caller(account_id=user.account_id, principal=StaffMember(user.id), role=user.role)


@recent(at_most=256)
def _key_of(sha256: str) -> ApiKey | None:
    key = table.get_api_key(sha256)
    if key is not None and not key.revoked:
        table.touch_api_key(sha256, at=stamp(now()))  # at most once a period, since this is cached
    return key
