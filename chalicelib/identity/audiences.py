"""Audiences: each operation has one, which resolves the caller, the same in tests, in the emulator and on AWS.

An audience is a value. A feature makes one of its own for callers of its own; nothing else has to know of it.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from chalicelib.base.errors import DomainError, Forbidden, Unauthenticated
from chalicelib.base.languages import N_
from chalicelib.identity import access
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import demand

_NONE: Mapping[str, Any] = MappingProxyType({})
_SIGN_IN = N_("Sign in, or send an API key: Authorization: Bearer <token>.")


def _nothing() -> bytes:
    return b""


class Presented(NamedTuple):
    """The credentials of a call, and the parts of it that they may be bound to."""

    #: By name in lower case.
    headers: Mapping[str, str]
    query: Mapping[str, str] = _NONE
    #: Of the path, decoded.
    parameters: Mapping[str, str] = _NONE
    address: str = ""
    #: Returns the raw bytes.
    body: Callable[[], bytes] = _nothing

    @property
    def authorization(self) -> str:
        """The header Authorization, empty if there is none."""
        return self.headers.get("authorization", "")

    def bearer(self) -> str:
        """Return the token of the header Authorization. Raises Unauthenticated."""
        scheme, _, token = self.authorization.partition(" ")
        if scheme.lower() != "bearer" or not token.strip() or not token.isascii():
            raise Unauthenticated(_SIGN_IN)
        return token.strip()


class Intention(NamedTuple):
    """A name of the caller's intention within the credentials, in place of an Idempotency-Key."""

    header: str
    name: Callable[[Mapping[str, str], Caller], str]


class Contract(NamedTuple):
    """The part of an audience in OpenAPI."""

    description: str = ""
    #: Alternatives, each with the names of schemes that it needs together.
    security: tuple[Mapping[str, list[str]], ...] = ()
    schemes: Mapping[str, Mapping[str, str]] = _NONE
    #: Parameters that its credentials add to a call.
    parameters: tuple[Mapping[str, Any], ...] = ()
    #: Errors that its callers can be refused with.
    errors: tuple[type[DomainError], ...] = ()


class Audience(NamedTuple):
    """The callers that an operation is for.

    `resolve` returns the verified caller, and raises Unauthenticated or Forbidden; None where there is no caller to
    verify, or the use case does it. `who` is for people; it may use {scope} and {roles}.
    """

    name: str
    resolve: Callable[[Presented], Caller | None]
    who: str
    #: The permission that the caller needs.
    scope: str | None = None
    contract: Contract = Contract()
    intention: Intention | None = None


def authorize(audience: Audience, presented: Presented) -> Caller | None:
    """Return the verified caller; None if the audience has none. Raises Unauthenticated or Forbidden."""
    caller = audience.resolve(presented)
    if audience.scope is None:
        return caller
    if caller is None:
        raise Unauthenticated(_SIGN_IN)
    demand(caller, audience.scope)
    return caller


PUBLIC = Audience(name="public", resolve=lambda _: None, who="Anyone.")
#: The sending of an API key, in OpenAPI.
API_KEY = {"type": "http", "scheme": "bearer", "description": "A back-end's key: osk_…"}
_SCHEMES: Mapping[str, Mapping[str, str]] = {
    "staff": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Access or id token of the user pool (POST /v1/sessions)",
    },
    "apiKey": API_KEY,
}


def staff(scope: str) -> Audience:
    """Return the audience of staff whose role, and back-ends whose key, has this scope."""
    return Audience(
        name="staff",
        resolve=lambda presented: access.identify(presented.bearer()),
        who="Staff ({roles}), and API keys with the permission `{scope}`.",
        scope=scope,
        contract=Contract(
            description=f"Permission: `{scope}`.",
            security=({"staff": []}, {"apiKey": []}),
            schemes=_SCHEMES,
            errors=(Unauthenticated, Forbidden),
        ),
    )
