"""Signing in and out, with its limits. Why apart from access.py: few requests sign anybody in."""

from collections.abc import Mapping
from typing import Any

from chalicelib.aws import staff_pool
from chalicelib.aws.rate_limits import count_attempt_by_address
from chalicelib.identity import sessions, table
from chalicelib.identity.access import identify_user
from chalicelib.identity.factors import signing_in, waiting
from chalicelib.identity.factors.requiring import demand_factor
from chalicelib.identity.model import Opened, Tokens
from chalicelib.identity.tenants import demand_not_suspended, load_tenant

#: Attempts to sign in that one address has in five minutes.
SIGN_INS = 30

#: Sessions that may be prolonged from one address in five minutes: an office's, each once an hour.
REFRESHES = 300


def sign_in(*, email: str, password: str, code: str | None = None, address: str) -> Tokens:
    """Open a session of staff; tries from one address, for any e-mails, are limited.

    A user with a second factor needs a code of it, too. Raises Forbidden for a user without one if the account demands
    it.
    """
    count_attempt_by_address("sign-in", address, limit=SIGN_INS, seconds=300)
    result = signing_in.sign_in_at_once(email=email, password=password, code=code)
    user = table.get_user(staff_pool.user_of(result))
    if user is not None:
        demand_factor(user, demand_not_suspended(load_tenant(user.account_id)))
    sessions.note_sign_in(result)
    return _tokens(result)


def refresh_session(*, refresh_token: str, address: str) -> Tokens:
    """Prolong a session of staff; tries from one address are limited, for the pool counts those of all together."""
    count_attempt_by_address("refresh", address, limit=REFRESHES, seconds=300)
    user_id, _, token = refresh_token.partition(".")
    return _tokens(staff_pool.refresh(refresh_token=token or refresh_token, user_id=user_id))


def open_session(*, email: str, password: str, address: str) -> Opened:
    """Sign staff in to the console; tries count as those of `sign_in` do.

    A temporary password opens nothing yet: `password_must_change`, and the secret leads to `choose_password`. Nor does
    the password of a user with a second factor: `code_needed` (factors/completing.py).
    """
    count_attempt_by_address("sign-in", address, limit=SIGN_INS, seconds=300)
    try:
        result = signing_in.sign_in(email=email, password=password)
    except staff_pool.PasswordChangeRequired as required:
        return sessions.await_password(email=email, ticket=required.ticket)
    except staff_pool.SecondFactorRequired as required:
        return waiting.await_code(email=email, required=required)
    return open_with(result)


def open_with(result: Mapping[str, Any]) -> Opened:
    """Open a session of the console by the pool's new tokens. Raises Forbidden for a user without access."""
    identify_user(result["AccessToken"], just_given=True, enrolling=True)
    return sessions.begin(result)


def end_session(secret: str) -> None:
    """Sign out of the console. The session is gone, even if its secret is still somewhere."""
    sessions.end(secret)


def awaits_password(secret: str) -> str:
    """Return the e-mail of a user who must choose a lasting password, or raise Unauthenticated."""
    return sessions.awaited_password(secret).email


def choose_password(secret: str, *, password: str, address: str) -> Opened:
    """Replace a temporary password by a lasting one and open the session; Invalid if the pool refuses it."""
    count_attempt_by_address("sign-in", address, limit=SIGN_INS, seconds=300)
    try:
        return sessions.choose_password(secret, password=password)
    except staff_pool.SecondFactorRequired as required:
        return waiting.await_code(email=awaits_password(secret), required=required)


def _tokens(result: Mapping[str, Any]) -> Tokens:
    """Return the pool's tokens for the API: the id token, which our API accepts and the pool itself does not.

    With the pool's access token its holder could guess the password, past our limits, or delete the user.
    """
    refresh = result.get("RefreshToken")
    return Tokens(
        access_token=result["IdToken"],
        # with the user's id before it: the pool wants to be told that when the session is prolonged
        refresh_token=f"{staff_pool.user_of(result)}.{refresh}" if refresh else None,
        expires_in=int(result.get("ExpiresIn", 3600)),
    )
