"""Use cases of the deployment's operator, open to no caller: open an account, appoint an administrator.

An account is written together with its first administrator, after the pool has taken the e-mail. So a refused account
leaves nothing behind. A crash in between leaves a user of the pool, whom the same call adopts when it is repeated.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator

from chalicelib.aws import staff_pool
from chalicelib.aws.dynamo import retry_stale
from chalicelib.base import time_zones
from chalicelib.base.clock import now
from chalicelib.base.emails import Email
from chalicelib.base.errors import Conflict
from chalicelib.base.folding import fold
from chalicelib.base.ids import new_id
from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.base.models import Frozen
from chalicelib.base.names import GivenName
from chalicelib.base.recent import clear_recent
from chalicelib.base.time_zones import NO_ZONE, TimeZone
from chalicelib.identity import table as identity_table
from chalicelib.identity.model import Role, Standing, User
from chalicelib.identity.people import invite_to_pool
from chalicelib.tenancy import table
from chalicelib.tenancy.model import Account
from chalicelib.tenancy.service import set_by_operator, show_account

_SAME_NAME = (
    "{account} has this name already. Give the new account another name, or let that one have another administrator: "
    "make administrator ACCOUNT={account} ADMIN={email}"
)
_NO_ADMINISTRATOR = (
    "{email} is no administrator of {account}, and nobody was invited. FACTOR=reset is for an administrator: `make "
    "accounts` lists them; their colleagues' second factors are reset in the console."
)
_TAKEN = "{email} is a user of {whose}. An e-mail is one person's in all of a deployment: take another one."


def _listed(zone: str) -> str:
    if not time_zones.is_listed(zone):
        raise ValueError(NO_ZONE)
    return zone


class AccountWish(Frozen):
    """A tenant that is to be opened: its name, its own language and time zone, and its first administrator."""

    name: GivenName
    admin: Email
    admin_name: GivenName | Literal[""] = ""
    language: Language = "ru"
    time_zone: Annotated[TimeZone, AfterValidator(_listed)] = "Europe/Moscow"


class Tenant(NamedTuple):
    """An account and the people in it; `is_new` if it was opened just now."""

    account: Account
    people: Sequence[User]
    is_new: bool = False

    @property
    def administrators(self) -> list[User]:
        """The administrators with access, those invited included."""
        return [user for user in self.people if user.role is Role.ADMIN and not (user.disabled or user.elsewhere)]


class Appointed(NamedTuple):
    """An administrator, and their former state in the account; None for a new person."""

    user: User
    before: User | None


def open_account(wish: AccountWish, *, others: Iterable[Tenant]) -> Tenant:
    """Open an account and let the pool invite its administrator; `others` are the accounts that there are.

    Idempotent: the same name and administrator find the existing account. Raises Conflict if the e-mail is a user's of
    another account, or if another account has the name; nothing is made then.
    """
    there = _find_opened(wish)
    if there is not None:
        return there
    for other in others:
        if fold(other.account.name) == fold(wish.name):
            if _member(other, wish.admin):
                return other
            raise Conflict(_SAME_NAME, account=other.account.id, email=wish.admin)
    account = _account(wish)
    admin = _invite(wish.admin, account.id, name=wish.admin_name)
    table.put_tenant(account, admin, otherwise=lambda _: _belongs_elsewhere(wish.admin))
    clear_recent()
    return Tenant(account, (admin,), is_new=True)


def suspend_account(account_id: str) -> Account:
    """Suspend an account: its people and back-ends are shut out. A suspended one keeps its date. Raises NotFound."""
    return _suspend(account_id, lambda before: before or now())


def resume_account(account_id: str) -> Account:
    """Resume an account: its people and back-ends get in again. Raises NotFound."""
    return _suspend(account_id, lambda _: None)


def _suspend(account_id: str, since: Callable[[datetime | None], datetime | None]) -> Account:
    return set_by_operator(account_id, lambda account: {"suspended_at": since(account.suspended_at)})


def show_tenant(account_id: str) -> Tenant:
    """Return an account and its people by name. Raises NotFound."""
    people = sorted(identity_table.list_users(account_id), key=lambda user: (user.shown_name.casefold(), user.id))
    return Tenant(show_account(account_id), people)


def appoint_administrator(account_id: str, *, email: str, name: str = "") -> Appointed:
    """Make somebody an administrator of an account: invite them, promote them or let them in again.

    For an account that has lost its administrators. Raises NotFound, and Conflict for an e-mail of another account.
    """
    tenant = show_tenant(account_id)
    if _member(tenant, email) is None:
        user = _invite(email, account_id, name=name)
        identity_table.put_user(user, otherwise=lambda _: _belongs_elsewhere(email))
        clear_recent()
        return Appointed(user, None)
    appointed = retry_stale(lambda: _promote(show_tenant(account_id), email))
    clear_recent()
    return appointed


def demand_administrator(account_id: str, *, email: str) -> None:
    """Raise NotFound, or Conflict for an e-mail that isn't an administrator's of this account, with access or without.

    Why: a mistyped e-mail must not invite a stranger, nor promote somebody, where a second factor was to be reset.
    """
    user = _member(show_tenant(account_id), email)
    if user is None or user.role is not Role.ADMIN or user.elsewhere:
        raise Conflict(_NO_ADMINISTRATOR, email=email, account=account_id)


def _account(wish: AccountWish) -> Account:
    languages = (wish.language, *(each for each in LANGUAGES if each != wish.language))
    return Account(id=new_id("acc"), name=wish.name, languages=languages, time_zone=wish.time_zone, created_at=now())


def _find_opened(wish: AccountWish) -> Tenant | None:
    """Return the account of this name that the administrator is in; Conflict if they are in another."""
    known = staff_pool.find_user(wish.admin)
    user = identity_table.get_user(known.id) if known else None
    if user is None:
        return None
    tenant = show_tenant(user.account_id)
    if fold(tenant.account.name) != fold(wish.name):
        raise _belongs_elsewhere(wish.admin, tenant.account)
    return tenant


def _invite(email: str, account_id: str, *, name: str) -> User:
    """Invite a new person by the pool; return their user, which is not written yet."""
    user_id, moment = invite_to_pool(email, Role.ADMIN, account_id=account_id), now()
    if user_id is None:
        raise _belongs_elsewhere(email)
    return User(
        id=user_id, account_id=account_id, email=email, name=name, role=Role.ADMIN, created_at=moment, invited_at=moment
    )


def _member(tenant: Tenant, email: str) -> User | None:
    return next((user for user in tenant.people if user.email.casefold() == email.casefold()), None)


def _promote(tenant: Tenant, email: str) -> Appointed:
    """Promote a person of the account to administrator with access: first in the pool, which lets people in."""
    before = _member(tenant, email)
    if before is None or before.elsewhere:
        raise _belongs_elsewhere(email)
    after = before.model_copy(update={"role": Role.ADMIN, "disabled": False})
    staff_pool.enable(before.id)
    staff_pool.move_to_group(before.id, role=Role.ADMIN, roles=Role)
    if after.standing is Standing.INVITED:
        staff_pool.invite_again(email=before.email)
        after = after.model_copy(update={"invited_at": now()})
    if after != before:
        identity_table.change_user(after, by=after)
    return Appointed(after, before)


def _belongs_elsewhere(email: str, account: Account | None = None) -> Conflict:
    whose = f"account {account.id}, {account.shown_name}" if account else "another account, or of none any more"
    return Conflict(_TAKEN, email=email, whose=whose)
