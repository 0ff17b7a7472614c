"""Who may call: decided here, the same in tests, in the emulator and on AWS. What declares no audience is refused."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from chalicelib.base.errors import Unauthenticated
from chalicelib.base.languages import N_
from chalicelib.identity import access
from chalicelib.identity.hook_keys import identify_signer
from chalicelib.identity.model import Caller, Scope
from chalicelib.identity.powers import ROLE_SCOPES, demand, may

__all__ = [
    "OWNER",
    "PUBLIC",
    "ROLE_SCOPES",
    "Audience",
    "Signed",
    "authorize",
    "console",
    "enrolling",
    "hook",
    "may",
    "staff",
]


class Audience(NamedTuple):
    """Who an operation is for.

    `public`: anyone. `owner`: whoever holds the token in the path; the use case checks it. `staff`: staff and
    back-ends with the scope. `console`: staff with the scope, by the session's cookie and by nothing else. `hook`:
    back-ends with the scope, by their signature over the very bytes of the call (Standard Webhooks).
    """

    kind: Literal["public", "owner", "staff", "console", "hook"]
    scope: Scope | None = None
    #: Also for who lacks a second factor that the account demands: it is set up there.
    enrolling: bool = False


PUBLIC = Audience("public")
OWNER = Audience("owner")


def staff(scope: Scope) -> Audience:
    """Return the audience of staff whose role, and back-ends whose key, has this scope."""
    return Audience("staff", scope)


def console(scope: Scope) -> Audience:
    """Return the audience of staff who are signed in to the console and whose role has this scope."""
    return Audience("console", scope)


def enrolling(scope: Scope) -> Audience:
    """Return the audience of `console`, with those who lack a second factor that their account demands."""
    return Audience("console", scope, enrolling=True)


def hook(scope: Scope) -> Audience:
    """Return the audience of back-ends that sign what they send, and whose key has this scope."""
    return Audience("hook", scope)


class Signed(NamedTuple):
    """What a signature is of; `key` is the id of the API key that the call names in its query."""

    headers: Mapping[str, str]
    body: bytes
    key: str


def authorize(
    audience: Audience, *, authorization: str, session: str = "", signed: Signed | None = None
) -> Caller | None:
    """Return the verified caller of a staff operation, None for the others; raise if they may not call it.

    `session` is the secret in the console's cookie; a program's token opens no page, and the cookie no API.
    """
    if audience.kind in {"public", "owner"}:
        return None
    caller = _caller(audience, authorization=authorization, session=session, signed=signed)
    demand(caller, audience.scope)
    return caller


def _caller(audience: Audience, *, authorization: str, session: str, signed: Signed | None) -> Caller:
    if audience.kind == "console":
        return access.resume_session(session, enrolling=audience.enrolling)
    if audience.kind == "hook":
        return _signer(authorization, signed)
    return access.identify(_credentials(authorization))


def _signer(authorization: str, signed: Signed | None) -> Caller:
    if signed is None or not (authorization or signed.key):
        raise Unauthenticated(N_("Name the API key that signs: Authorization: Bearer <key>, or ?key=<its id>."))
    return identify_signer(
        authorization=_credentials(authorization) if authorization else "",
        key_id=signed.key,
        headers=signed.headers,
        body=signed.body,
    )


def _credentials(authorization: str) -> str:
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() != "bearer" or not credentials.strip() or not credentials.isascii():
        raise Unauthenticated(N_("Sign in, or send an API key: Authorization: Bearer <token>."))
    return credentials.strip()
