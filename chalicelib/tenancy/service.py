"""Use cases of accounts: their settings, who acts for them, and how many SMS they may still send."""

import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from chalicelib.aws import staff_pool
from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.aws.rate_limits import take_by_address
from chalicelib.base.clock import now, stamp
from chalicelib.base.errors import Conflict, DomainError, Findings, Forbidden, NotFound, QuotaExceeded, Unauthenticated
from chalicelib.base.ids import id_made_once, new_id
from chalicelib.base.languages import N_
from chalicelib.identity import sessions
from chalicelib.identity.factors import signing_in, waiting
from chalicelib.identity.factors.requiring import check_requirement, demand_factor
from chalicelib.identity.powers import demand_settings
from chalicelib.identity.suspending import demand_not_suspended
from chalicelib.tenancy import table
from chalicelib.tenancy.model import (
    Account,
    ApiKey,
    Caller,
    ConsoleSession,
    Opened,
    Role,
    Scope,
    SmsCeiling,
    SmsDay,
    SmsUse,
    Tokens,
    User,
)
from chalicelib.tenancy.rules import checked
from chalicelib.tenancy.sms_limits import bounded

KEY_PREFIX = "osk_"
#: How long a process may go on with what it read: settings, users and keys change seldom and are read by every call.
CACHE_SECONDS = 30
#: Attempts to sign in that one address has in five minutes.
SIGN_INS = 30
#: Sessions that may be prolonged from one address in five minutes: an office's, each once an hour.
REFRESHES = 300
#: SMS of one day up to which it is cheap to look at each phone's counter: about 20 read units.
COUNTED_BY_PHONE = 1000
_CHANGED_AT_ONCE = N_("Someone else changed this at the same moment. Reload it and try again.")
_WHO = N_("Sign in, or send an API key: Authorization: Bearer <token>.")


def create_account(account: Account) -> Account:
    """Add a tenant."""
    table.put_account(account, replacing=None, otherwise=lambda _: Conflict(N_("There is such an account already.")))
    return account


def show_account(account_id: str) -> Account:
    """Return the settings of an account as they are now, its quotas of SMS within the operator's ceiling."""
    return bounded(_stored(account_id))


def set_sms_ceiling(account_id: str, ceiling: SmsCeiling) -> Account:
    """Set how many SMS, and to where, an account may allow itself: the operator's use case, open to no caller.

    What the account has chosen stays stored, and counts again as far as the ceiling lets it.
    """

    def replace() -> Account:
        before = _stored(account_id)
        after = before.model_copy(update={"sms_ceiling": ceiling, "version": before.version + 1})
        table.put_account(after, replacing=before.version, otherwise=stale)
        return bounded(after)

    replaced = retry_stale(replace)
    forget_cached()
    return replaced


def load_account(account_id: str) -> Account:
    """Return the settings of an account as they were at most CACHE_SECONDS ago."""
    return _account_of(account_id, _period())


def check_changes(caller: Caller, changes: Mapping[str, Any]) -> None:
    """Raise Invalid with everything that changing the account so would be refused for; nothing is written."""
    demand_settings(caller, changes)
    found = Findings()
    with found:
        check_requirement(caller, changes)
    with found:
        checked(show_account(caller.account_id).model_copy(update=dict(changes)), changed=changes)
    found.demand_none()


def change_account(caller: Caller, *, changes: Mapping[str, Any], version: int | None = None) -> Account:
    """Replace some settings of the caller's account; a concurrent change is a Conflict.

    `changes` are checked values by the model's names; Invalid says which of them don't fit each other. With a `version`
    any change since that one is concurrent: that of the settings that the changes were made from. Forbidden if some of
    them steer more than the caller may do.
    """
    demand_settings(caller, changes)
    check_requirement(caller, changes)
    before = show_account(caller.account_id)
    if version not in {None, before.version}:
        raise Conflict(_CHANGED_AT_ONCE)
    after = checked(before.model_copy(update={**changes, "version": before.version + 1}), changed=changes)
    table.put_account(
        after,
        replacing=before.version,
        otherwise=lambda _: Conflict(_CHANGED_AT_ONCE),
    )
    forget_cached()
    return after


def add_user(*, account_id: str, email: str, role: Role, name: str = "", password: str | None = None) -> User:
    """Make a user of the staff; without a password the pool invites by e-mail."""
    user_id = staff_pool.create_user(email=email, role=role, password=password, invite=password is None)
    moment = now()
    user = User(
        id=user_id, account_id=account_id, email=email, name=name, role=role, created_at=moment,
        invited_at=moment if password is None else None,
    )  # fmt: skip
    table.put_user(user, otherwise=lambda _: Conflict(staff_pool.USER_EXISTS))
    return user


def load_users(account_id: str) -> tuple[User, ...]:
    """Return the staff of an account as they were at most CACHE_SECONDS ago, in no order."""
    return _users_of(account_id, _period())


def name_users(account_id: str, actors: Iterable[str]) -> dict[str, str]:
    """Return the names, or else the e-mails, of those actors of an account (`user:<id>`) who are or were its staff."""
    ids = {actor: actor.removeprefix("user:") for actor in actors if actor.startswith("user:")}
    users = {actor: _user_of(user_id, _period()) for actor, user_id in ids.items()}
    return {actor: user.shown_name for actor, user in users.items() if user and user.account_id == account_id}


def add_api_key(*, account_id: str, name: str, scopes: frozenset[Scope], once: str | None = None) -> tuple[ApiKey, str]:
    """Make an API key; the second value is the key itself, which nobody can show again.

    Conflict if the account has made a key by this intention (`once`, `key_<ULID>`) already.
    """
    secret = KEY_PREFIX + secrets.token_urlsafe(32)
    key = ApiKey(
        id=id_made_once(once, account_id=account_id) if once else new_id("key"), account_id=account_id,
        prefix=secret[:10], name=name, scopes=scopes, created_at=now(),
    )  # fmt: skip
    made_already = N_("This key was made already, and is shown only once. If nobody has kept it, revoke it.")
    table.put_api_key(key, sha256=sessions.digest(secret), otherwise=lambda _: Conflict(made_already))
    return key, secret


def sign_in(*, email: str, password: str, code: str | None = None, address: str) -> Tokens:
    """Open a session of staff; tries from one address, for any e-mails, are limited.

    Who has a second factor needs a code of it, too. Forbidden for who has none where the account demands one.
    """
    take_by_address("sign-in", address, limit=SIGN_INS, seconds=300)
    result = signing_in.sign_in_at_once(email=email, password=password, code=code)
    user = table.get_user(staff_pool.user_of(result))
    if user is not None:
        demand_factor(user, demand_not_suspended(load_account(user.account_id)))
    sessions.note_sign_in(result)
    return _tokens(result)


def refresh_session(*, refresh_token: str, address: str) -> Tokens:
    """Prolong a session of staff; tries from one address are limited, for the pool counts those of all together."""
    take_by_address("refresh", address, limit=REFRESHES, seconds=300)
    user_id, _, token = refresh_token.partition(".")
    return _tokens(staff_pool.refresh(refresh_token=token or refresh_token, user_id=user_id))


def open_session(*, email: str, password: str, address: str) -> Opened:
    """Sign staff in to the console; tries count as those of `sign_in` do.

    A temporary password opens nothing yet: `password_must_change`, and the secret leads to `choose_password`. Nor does
    the password of who has a second factor: `code_needed` (factors/completing.py).
    """
    take_by_address("sign-in", address, limit=SIGN_INS, seconds=300)
    try:
        result = signing_in.sign_in(email=email, password=password)
    except staff_pool.PasswordChangeRequired as required:
        return sessions.await_password(email=email, ticket=required.ticket)
    except staff_pool.SecondFactorRequired as required:
        return waiting.await_code(email=email, required=required)
    return open_with(result)


def open_with(result: Mapping[str, Any]) -> Opened:
    """Open a session of the console with what the pool has just given; Forbidden for who has no access any more."""
    _identify_user(result["AccessToken"], just_given=True, enrolling=True)
    return sessions.begin(result)


def resume_session(secret: str, *, enrolling: bool = False) -> Caller:
    """Return whose session of the console this is, or raise Unauthenticated or Forbidden.

    Who lacks a second factor that the account demands is let in only where it can be set up (`enrolling`).
    """
    session = sessions.resume(secret)
    return _identify_user(session.access_token, session=session, enrolling=enrolling)


def end_session(secret: str) -> None:
    """Sign out of the console: the session is gone, wherever its secret may still be."""
    sessions.end(secret)


def awaits_password(secret: str) -> str:
    """Return the e-mail of who has to choose a lasting password, or raise Unauthenticated."""
    return sessions.awaited_password(secret).email


def choose_password(secret: str, *, password: str, address: str) -> Opened:
    """Replace a temporary password by a lasting one and open the session; Invalid if the pool refuses it."""
    take_by_address("sign-in", address, limit=SIGN_INS, seconds=300)
    try:
        return sessions.choose_password(secret, password=password)
    except staff_pool.SecondFactorRequired as required:
        return waiting.await_code(email=awaits_password(secret), required=required)


def show_user(caller: Caller) -> User | None:
    """Return the user who is calling, None for a back-end; at most CACHE_SECONDS old."""
    kind, _, user_id = caller.actor.partition(":")
    return _user_of(user_id, _period()) if kind == "user" else None


def identify(bearer: str) -> Caller:
    """Return who holds this API key or token of the pool, or raise Unauthenticated or Forbidden."""
    if not bearer:
        raise Unauthenticated(_WHO)
    return _identify_key(bearer) if bearer.startswith(KEY_PREFIX) else _identify_user(bearer)


def _identify_key(secret: str) -> Caller:
    return identify_hash(sessions.digest(secret))


def identify_hash(sha256: str) -> Caller:
    """Return whose API key has this hash, or raise Unauthenticated."""
    key = _key_of(sha256, _period())
    if key is None or key.revoked:
        raise Unauthenticated(N_("This API key is not known or was revoked."))
    demand_not_suspended(load_account(key.account_id))
    return Caller(account_id=key.account_id, actor=f"key:{key.id}", scopes=key.scopes)


def _identify_user(
    token: str, *, session: ConsoleSession | None = None, just_given: bool = False, enrolling: bool = False
) -> Caller:
    claims = staff_pool.verified_claims(token)

    def over(user: User) -> bool:
        return not just_given and sessions.is_over(user, claims, session)

    try:
        return _let_in(_user_of(claims["sub"], _period()), claims, over, enrolling=enrolling)
    except (Forbidden, Unauthenticated):
        # What is remembered may be older than the token: a role, or an access, that was given a moment ago.
        return _let_in(table.get_user(claims["sub"]), claims, over, enrolling=enrolling)


def _let_in(user: User | None, claims: Mapping[str, Any], over: Callable[[User], bool], *, enrolling: bool) -> Caller:
    if user is None or user.disabled:
        raise Forbidden(N_("This user has no access to Osmotr any more. Ask your administrator."))
    if over(user) or user.role not in claims.get("cognito:groups", ()):
        raise Unauthenticated(N_("The session has ended. Sign in again."))  # the role changed since the token was made
    account = demand_not_suspended(load_account(user.account_id))
    if not enrolling:
        demand_factor(user, account)
    return Caller(account_id=user.account_id, actor=f"user:{user.id}", role=user.role)


def reserve_sms(tx: Transaction, *, account: Account, phone: str, messages: int = 1) -> None:
    """Count SMS against the account's bounds in the caller's transaction, which fails with QuotaExceeded over any.

    `phone` is E.164. The country is checked where the phone is parsed, since that names the field.
    """
    table.count_sms(
        tx,
        account_id=account.id,
        day=_today(),
        messages=messages,
        bounds=[
            (
                f"phone#{phone}",
                account.sms.per_phone_per_day,
                lambda _: _over(N_("This phone has got as many SMS today as the account allows. Use e-mail.")),
            ),
            (
                f"prefix#{phone[:-3]}",
                account.sms.per_prefix_per_day,
                lambda _: _over(N_("This range of numbers has got as many SMS today as the account allows.")),
            ),
            (
                "day",
                account.sms.per_day,
                lambda _: _over(N_("The account has sent as many SMS today as its quota allows. Use e-mail.")),
            ),
        ],
    )


def show_sms_use(account: Account) -> SmsUse:
    """Return how many SMS the account sent today and on the three days before (UTC), and who has got all they may."""
    today = now().replace(hour=0, minute=0, second=0, microsecond=0)
    days = [today - timedelta(days=ago) for ago in range(4)]
    used = table.count_sent_sms(account.id, days)
    cheap = used[0] <= COUNTED_BY_PHONE
    bounds = {"phone#": account.sms.per_phone_per_day, "prefix#": account.sms.per_prefix_per_day}
    reached = [
        table.count_at_bound(account.id, today, kind, bound) if cheap else None for kind, bound in bounds.items()
    ]
    return SmsUse(
        days=tuple(SmsDay(day=day.date(), used=count) for day, count in zip(days, used, strict=True)),
        phones_at_bound=reached[0],
        prefixes_at_bound=reached[1],
    )


def has_sms_left(*, account: Account, phone: str) -> bool:
    """Whether the account's bounds allow another SMS to a phone today; `reserve_sms` decides."""
    day, bounds = _today(), {
        f"phone#{phone}": account.sms.per_phone_per_day,
        f"prefix#{phone[:-3]}": account.sms.per_prefix_per_day,
        "day": account.sms.per_day,
    }  # fmt: skip
    return all(table.sms_counted(account.id, day, sort_key) < bound for sort_key, bound in bounds.items())


def forget_cached() -> None:
    """Read settings, users and keys anew from here on."""
    for cached in (_account_of, _user_of, _users_of, _key_of):
        cached.cache_clear()


def _stored(account_id: str) -> Account:
    account = table.get_account(account_id)
    if account is None:
        raise NotFound(N_("There is no such account."))
    return account


def _today() -> datetime:
    return now().replace(hour=0, minute=0, second=0, microsecond=0)


def _over(message: str) -> DomainError:
    tomorrow = 86400 - int(now().timestamp()) % 86400
    return QuotaExceeded(message, retry_after=tomorrow)


def _period() -> int:
    return int(time.monotonic() // CACHE_SECONDS)


@lru_cache(maxsize=256)
def _account_of(account_id: str, period: int) -> Account:
    return show_account(account_id)


@lru_cache(maxsize=1024)
def _user_of(user_id: str, period: int) -> User | None:
    return table.get_user(user_id)


@lru_cache(maxsize=256)
def _users_of(account_id: str, period: int) -> tuple[User, ...]:
    return tuple(table.list_users(account_id))


@lru_cache(maxsize=256)
def _key_of(sha256: str, period: int) -> ApiKey | None:
    key = table.get_api_key(sha256)
    if key is not None and not key.revoked:
        table.touch_api_key(sha256, at=stamp(now()))  # at most once a period, since this is cached
    return key


def _tokens(result: Mapping[str, Any]) -> Tokens:
    """Return what the API gives of the pool's tokens: the id token, which our API takes and the pool itself does not.

    With the pool's access token its holder could guess the password, past our limits, or delete the user.
    """
    refresh = result.get("RefreshToken")
    return Tokens(
        access_token=result["IdToken"],
        # with whose it is before it: the pool wants to be told that when the session is prolonged
        refresh_token=f"{staff_pool.user_of(result)}.{refresh}" if refresh else None,
        expires_in=int(result.get("ExpiresIn", 3600)),
    )
