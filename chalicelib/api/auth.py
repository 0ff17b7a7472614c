"""Who may call: decided here, the same in tests, in the emulator and on AWS. What declares no audience is refused."""

from dataclasses import dataclass
from typing import Literal

from chalicelib.accounts import service as accounts
from chalicelib.accounts.model import Caller, Role, Scope
from chalicelib.errors import Forbidden, Unauthenticated
from chalicelib.languages import N_

#: What each role may do; back-ends' keys carry their scopes themselves.
ROLE_SCOPES: dict[Role, frozenset[Scope]] = {
    Role.VIEWER: frozenset({Scope.CASES_READ, Scope.ACCOUNT_READ}),
    Role.STAFF: frozenset({Scope.CASES_READ, Scope.ACCOUNT_READ, Scope.CASES_WRITE, Scope.REQUESTS_WRITE}),
    Role.ADMIN: frozenset(Scope),
}


@dataclass(frozen=True)
class Audience:
    """Who an operation is for.

    `public`: anyone. `owner`: whoever holds the token in the path; the use case checks it. `staff`: staff and
    back-ends with the scope.
    """

    kind: Literal["public", "owner", "staff"]
    scope: Scope | None = None


PUBLIC = Audience("public")
OWNER = Audience("owner")


def staff(scope: Scope) -> Audience:
    """Return the audience of staff whose role, and back-ends whose key, has this scope."""
    return Audience("staff", scope)


def authorize(audience: Audience, *, authorization: str) -> Caller | None:
    """Return the verified caller of a staff operation, None for the others; raise if they may not call it."""
    if audience.kind != "staff":
        return None
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() != "bearer" or not credentials.strip():
        raise Unauthenticated(N_("Sign in, or send an API key: Authorization: Bearer <token>."))
    caller = accounts.identify(credentials.strip())
    granted = ROLE_SCOPES[caller.role] if caller.role is not None else caller.scopes
    if audience.scope not in granted:
        raise Forbidden(
            N_("This needs the permission {scope}, which you do not have. Ask your administrator."),
            scope=audience.scope,
        )
    return caller
