"""What a caller may do, and the one rule for everything that gives or steers the powers of something else.

A lever is whatever changes what a key, an endpoint or an account can do or where it sends. Nobody may pull one that
steers more than they may do themselves: `demand_no_more` is called by each of them.
"""

from collections.abc import Collection

from chalicelib.base.errors import Forbidden
from chalicelib.base.languages import N_
from chalicelib.identity import table
from chalicelib.identity.model import Caller, Role, Scope
from chalicelib.identity.principals import ApiClient, StaffMember

#: What each role may do; back-ends' keys carry their scopes themselves.
ROLE_SCOPES: dict[Role, frozenset[Scope]] = {
    Role.VIEWER: frozenset({Scope.CASES_READ, Scope.ACCOUNT_READ}),
    Role.STAFF: frozenset({Scope.CASES_READ, Scope.ACCOUNT_READ, Scope.CASES_WRITE, Scope.REQUESTS_WRITE}),
    Role.ADMIN: frozenset(Scope),
}
#: What an endpoint does: it is told of cases and their photos, and its secret vouches for what it is told.
ENDPOINT = frozenset({Scope.CASES_READ})
#: What lifting a block does: messages go to an address again.
SENDING = frozenset({Scope.REQUESTS_WRITE})


def scopes_of(caller: Caller) -> frozenset[Scope]:
    """Return what a caller may do, by role or by the scopes of a key."""
    return ROLE_SCOPES[caller.role] if caller.role is not None else caller.scopes


def may(caller: Caller, scope: Scope | None) -> bool:
    """Return True if the caller has a scope."""
    return scope in scopes_of(caller)


def demand(caller: Caller, scope: Scope | None) -> None:
    """Raise Forbidden if the caller doesn't have a scope."""
    if not may(caller, scope):
        message = N_("This needs the permission {scope}, which you do not have. Ask your administrator.")
        raise Forbidden(message, scope=scope)


def demand_no_more(caller: Caller, steered: Collection[str]) -> None:
    """Raise Forbidden, which names them all, if some of these scopes are more than the caller's own, or some were lost.

    Reads who is calling anew. Why: what a lever gives lasts, so nobody may pull one in the half minute for which a
    process remembers a role, an access or a key that was taken away (service.CACHE_SECONDS).
    """
    believed, standing = scopes_of(caller), standing_scopes(caller)
    beyond = sorted((set(steered) - believed) | (believed - standing))
    if beyond:
        message = N_("This gives or steers what you may not do yourself: {scopes}. Ask your administrator.")
        raise Forbidden(message, scopes=", ".join(beyond))


def standing_scopes(caller: Caller) -> frozenset[Scope]:
    """Return what the stored rows let a caller do at this moment. Rows of people and keys are never removed."""
    match caller.principal:
        case StaffMember(id=user_id):
            user = table.get_user(user_id)
            return scopes_of(caller) if user is None else frozenset() if user.disabled else ROLE_SCOPES[user.role]
        case ApiClient(id=key_id):
            found = table.find_api_key(caller.account_id, key_id)
            return scopes_of(caller) if found is None else frozenset() if found[1].revoked else found[1].scopes
        case _:  # Why none: nobody whose powers can't be read anew may give or steer any.
            return frozenset()
