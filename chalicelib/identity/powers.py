"""Powers of a caller, and the one rule for everything that gives or steers powers of others.

A lever changes the powers of a key, an endpoint or an account, or the places where it sends. Nobody may pull one that
steers more than they may do themselves: `demand_no_more` is called by each of them.
"""

from collections.abc import Collection, Mapping
from functools import cache

from chalicelib.base.errors import Forbidden
from chalicelib.base.installed import scopes
from chalicelib.base.languages import N_
from chalicelib.identity import table
from chalicelib.identity.model import Caller, Role, Scope
from chalicelib.identity.principals import ApiClient, StaffMember
from chalicelib.identity.scopes import all_scopes

#: Scopes of an endpoint: it receives events of cases and their photos, and its secret vouches for them.
ENDPOINT: frozenset[str] = frozenset({Scope.CASES_READ})
#: Scopes of lifting a suppression: messages go to an address again.
SENDING: frozenset[str] = frozenset({Scope.REQUESTS_WRITE})


def scopes_of_role(role: Role) -> frozenset[str]:
    """Return the scopes of a role. Administrators have every scope."""
    return scopes_by_role()[role]


@cache
def scopes_by_role() -> Mapping[Role, frozenset[str]]:
    """Return the scopes of each role, as the features declare them."""
    granted = {role: frozenset(each.name for each in scopes() if role in each.roles) for role in Role}
    return {**granted, Role.ADMIN: all_scopes()}


def scopes_of(caller: Caller) -> frozenset[str]:
    """Return the scopes of a caller, by role or of a key."""
    return scopes_of_role(caller.role) if caller.role is not None else caller.scopes


def may(caller: Caller, scope: str | None) -> bool:
    """Return True if the caller has a scope."""
    return scope in scopes_of(caller)


def demand(caller: Caller, scope: str | None) -> None:
    """Raise Forbidden if the caller doesn't have a scope."""
    if not may(caller, scope):
        message = N_("This needs the permission {scope}, which you do not have. Ask your administrator.")
        raise Forbidden(message, scope=scope)


def demand_no_more(caller: Caller, steered: Collection[str]) -> None:
    """Raise Forbidden if some of these scopes are more than the caller's own, or some were lost.

    Reads the caller's row anew. Why: the effect of a lever lasts. A process remembers a role, an access or a key for
    half a minute after its end (CACHE_SECONDS), and nobody may pull a lever in that time.
    """
    believed, standing = scopes_of(caller), standing_scopes(caller)
    beyond = sorted((set(steered) - believed) | (believed - standing))
    if beyond:
        message = N_("This gives or steers what you may not do yourself: {scopes}. Ask your administrator.")
        raise Forbidden(message, scopes=", ".join(beyond))


def standing_scopes(caller: Caller) -> frozenset[str]:
    """Return the scopes of a caller by the rows as they are stored at this moment.

    Rows of people and keys are never removed.
    """
    match caller.principal:
        case StaffMember(id=user_id):
            user = table.get_user(user_id)
            return scopes_of(caller) if user is None else frozenset() if user.disabled else scopes_of_role(user.role)
        case ApiClient(id=key_id):
            found = table.find_api_key(caller.account_id, key_id)
            return scopes_of(caller) if found is None else frozenset() if found[1].revoked else found[1].scopes
        case _:  # Why none: nobody whose powers can't be read anew may give or steer any.
            return frozenset()
