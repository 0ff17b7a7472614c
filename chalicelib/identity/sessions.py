"""Sessions of the console: a secret in the browser, the pool's tokens behind it, and a definite end.

The secret is kept as its SHA-256 only. The caller is found as for the API, by the access token (`identify`), so that
roles, disabled users and tenants mean the same in both. A session lasts a working day, also if its tokens could do
more.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib.aws import staff_pool
from chalicelib.base.clock import now, stamp
from chalicelib.base.errors import Unauthenticated
from chalicelib.base.installed import access_ended
from chalicelib.base.languages import N_
from chalicelib.identity import table
from chalicelib.identity.model import SESSION, ConsoleSession, Opened, PasswordChange, User
from chalicelib.identity.password_rules import check_password

#: The lead time of an access token's renewal: a page may take as long to be made.
RENEW_BEFORE = timedelta(seconds=60)
#: As long as the pool's ticket is good for (AuthSessionValidity in infra/template.yaml).
PASSWORD_CHANGE = timedelta(minutes=15)
_SIGN_IN = N_("Sign in to go on.")
_ENDED = N_("The session has ended. Sign in again.")


def begin(result: Mapping[str, Any]) -> Opened:
    """Keep the pool's AuthenticationResult as a session."""
    secret, moment = secrets.token_urlsafe(32), _after_the_last_end(result)
    session = ConsoleSession(
        access_token=result["AccessToken"],
        refresh_token=result.get("RefreshToken"),
        access_until=moment + timedelta(seconds=int(result.get("ExpiresIn", 3600))),
        ends_at=moment + SESSION,
    )
    table.put_session(digest(secret), session)
    note_sign_in(result)
    return Opened(secret=secret)


def _after_the_last_end(result: Mapping[str, Any]) -> datetime:
    """Return the present moment, or the first in which a session is not over yet. Clocks stand still, or differ."""
    user = table.get_user(staff_pool.user_of(result))
    ended = user.sessions_valid_after if user is not None else None
    return now() if ended is None else max(now(), ended + timedelta(microseconds=1))


def end_of_all(user: User) -> datetime:
    """Return the moment from which all sessions of a user that have begun are over, those of this instant too."""
    ended = user.sessions_valid_after
    return now() if ended is None else max(now(), ended + timedelta(microseconds=2))


def is_over(user: User, claims: Mapping[str, Any], session: ConsoleSession | None) -> bool:
    """Return True if the user's sessions were ended since this one began.

    Of a token alone only the second is known. One of the very second of the end counts as older, so that no earlier one
    lives on. A sign-in to the API within that second has to be done again.
    """
    ended = user.sessions_valid_after
    if ended is None:
        return False
    if session is not None:
        return session.began_at <= ended
    return int(claims.get("auth_time", claims.get("iat", 0))) <= int(ended.timestamp())


def note_sign_in(result: Mapping[str, Any]) -> None:
    """Keep when the user whom the pool has just let in signed in."""
    table.touch_user(staff_pool.user_of(result), at=stamp(now()))


def resume(secret: str) -> ConsoleSession:
    """Return a session that lasts, its access token renewed if need be, or raise Unauthenticated."""
    sha256 = digest(secret)
    session = table.get_session(sha256) if secret else None
    if session is None or session.ends_at <= now():
        raise Unauthenticated(_SIGN_IN if session is None else _ENDED)
    if session.access_until - RENEW_BEFORE > now():
        return session
    return _renewed(sha256, session)


def end(secret: str) -> None:
    """End a session, with the pages that it has open; harmless if it has ended."""
    sha256 = digest(secret)
    session = table.get_session(sha256) if secret else None
    if session is None:
        return
    table.delete_session(sha256)
    user = table.get_user(staff_pool.user_of({"AccessToken": session.access_token}))
    if user is not None:
        access_ended(user.account_id, user.actor, session=sha256)


def await_password(*, email: str, ticket: str) -> Opened:
    """Keep a first sign-in until its lasting password is chosen."""
    secret = secrets.token_urlsafe(32)
    change = PasswordChange(email=email, ticket=ticket, ends_at=now() + PASSWORD_CHANGE)
    table.put_password_change(digest(secret), change)
    return Opened(secret=secret, password_must_change=True)


def awaited_password(secret: str) -> PasswordChange:
    """Return the first sign-in that this secret stands for, or raise Unauthenticated."""
    change = table.get_password_change(digest(secret)) if secret else None
    if change is None or change.ends_at <= now():
        raise Unauthenticated(_ENDED)
    return change


def choose_password(secret: str, *, password: str) -> Opened:
    """Replace the temporary password and begin a session; Invalid if the pool's policy refuses it."""
    change = awaited_password(secret)
    check_password(password)
    if _has_lapsed(change):
        raise Unauthenticated(_ENDED)
    opened = begin(staff_pool.replace_password(email=change.email, ticket=change.ticket, password=password))
    table.delete_password_change(digest(secret))
    return opened


def _has_lapsed(change: PasswordChange) -> bool:
    """Return True if a first sign-in leads nowhere any more, even if the pool would take its ticket.

    Since it began all sessions were ended, another temporary password was sent, or a lasting one chosen elsewhere.
    """
    known, began = staff_pool.find_user(change.email), change.ends_at - PASSWORD_CHANGE
    user = table.get_user(known.id) if known else None
    if user is None:
        return False
    signed_in = user.signed_in_at is not None and user.signed_in_at >= began
    return signed_in or any(moment and moment > began for moment in (user.sessions_valid_after, user.invited_at))


def digest(secret: str) -> str:
    """Return the stored form of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _renewed(sha256: str, session: ConsoleSession) -> ConsoleSession:
    if session.refresh_token is None:
        raise Unauthenticated(_ENDED)
    user_id = staff_pool.user_of({"AccessToken": session.access_token})
    result = staff_pool.refresh(refresh_token=session.refresh_token, user_id=user_id)
    changes = {
        "access_token": result["AccessToken"],
        "access_until": now() + timedelta(seconds=int(result.get("ExpiresIn", 3600))),
    }
    renewed = session.model_copy(update=changes)
    table.renew_session(sha256, renewed, otherwise=lambda _: Unauthenticated(_ENDED))
    return renewed
