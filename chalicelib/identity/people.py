"""Use cases of an account's administrators for its people: list, invite, change, shut out and let in again.

The row decides about access and role; the pool, which lets people in, follows it. So an access ends with the row, even
if the pool fails, and begins after the pool's change. After a failure in between, doing the same once more completes
it.

Only the owner of an e-mail learns that it belongs to a user of another account. To administrators such an invitation
looks like any other, and the owner gets a mail with the reason.

An account always keeps an active administrator. Nobody takes their own rights away, and each change is written only if
its author still is an active administrator at that moment. Of two who shut out each other, one stays.
"""

import re
from collections.abc import Sequence
from functools import partial, reduce
from typing import Protocol
from uuid import uuid4

from chalicelib.aws import staff_pool
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.aws.rate_limits import count_attempt
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, Forbidden, NotFound
from chalicelib.base.installed import access_ended
from chalicelib.base.languages import N_
from chalicelib.base.observability import log
from chalicelib.base.recent import clear_recent
from chalicelib.identity import table
from chalicelib.identity.directory import read_oneself
from chalicelib.identity.model import Caller, Invitation, Role, Standing, User
from chalicelib.identity.sessions import end_of_all

#: Invitations that an account may send in an hour: they go to any typed address.
INVITATIONS = 100
#: Days that a temporary password works (TemporaryPasswordValidityDays in infra/template.yaml).
INVITATION_DAYS = 3
_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
#: Positions of a UUID's version and variant.
_VERSION = frozenset({14, 15, 19})
_NOT_ONESELF = N_("Nobody can take away their own rights. Ask another administrator.")


class Tell(Protocol):
    """Adds a mail to someone who was invited, but belongs to another account, to a transaction."""

    def __call__(self, tx: Transaction, /, *, user: User) -> None:
        """Add it."""


def list_users(caller: Caller) -> list[User]:
    """Return the staff of the caller's account by name, disabled people last."""
    users = table.list_users(caller.account_id)
    return sorted(users, key=lambda user: (user.disabled, user.shown_name.casefold(), user.id))


def find_user(caller: Caller, user_id: str) -> User:
    """Return a user of the caller's account as they are now."""
    user = table.get_user(user_id)
    if user is None or user.account_id != caller.account_id:
        raise NotFound(staff_pool.NO_USER)
    return user


def invite_user(caller: Caller, invitation: Invitation, *, tell: Tell) -> User:
    """Make a user whom the pool invites by e-mail; Conflict if somebody in the caller's account has this e-mail.

    `tell` adds a mail to someone of another account to the transaction.
    """
    acting_administrator(caller)
    count_attempt("invite", caller.account_id, limit=INVITATIONS, seconds=3600)
    known = table.list_users(caller.account_id)
    if invitation.email.casefold() in {user.email.casefold() for user in known}:
        raise Conflict(staff_pool.USER_EXISTS)
    moment, user_id = now(), invite_to_pool(invitation.email, invitation.role, account_id=caller.account_id)
    unknown_to_pool = id_like([each.id for each in known if not each.elsewhere])
    user = User(
        id=user_id or unknown_to_pool,
        account_id=caller.account_id,
        email=invitation.email,
        name=invitation.name,
        role=invitation.role,
        created_at=moment,
        invited_at=moment,
        elsewhere=user_id is None,
    )
    table.put_user(user, otherwise=lambda _: Conflict(staff_pool.USER_EXISTS), also=_told(user, tell))
    clear_recent()
    _note(caller, "user invited", user)
    return user


def invite_again(caller: Caller, user_id: str, *, tell: Tell) -> User:
    """Send someone who has not signed in yet a new temporary password; Conflict for anybody else."""
    count_attempt("invite", caller.account_id, limit=INVITATIONS, seconds=3600)

    def send() -> User:
        acting_administrator(caller)  # before anything that can't be taken back
        user = find_user(caller, user_id)
        if user.standing is not Standing.INVITED:
            raise Conflict(_no_invitation_for(user))
        if not user.elsewhere:
            staff_pool.invite_again(email=user.email)
        return _change(caller, user, also=_told(user, tell), invited_at=now())

    invited = retry_stale(send)
    _note(caller, "user invited again", invited)
    return invited


def rename_user(caller: Caller, user_id: str, *, name: str) -> User:
    return retry_stale(lambda: _change(caller, find_user(caller, user_id), name=name))


def change_role(caller: Caller, user_id: str, *, role: Role) -> User:
    """Change a user's role; sessions with the former one end. Conflict for one's own."""

    def change() -> User:
        user = find_user(caller, user_id)
        _refuse_oneself(caller, user)
        if user.role is role:
            return user
        return _change(caller, user, role=role, was_agent=user.was_agent or user.role is Role.AGENT)

    changed = retry_stale(change)
    if not changed.elsewhere:
        staff_pool.move_to_group(changed.id, role=role, roles=Role)
    _note(caller, "role changed", changed)
    return changed


def disable_user(caller: Caller, user_id: str) -> User:
    """Shut a user out: their sessions end and they can't sign in. Conflict for oneself."""

    def disable() -> User:
        user = find_user(caller, user_id)
        _refuse_oneself(caller, user)
        return user if user.disabled else _change(caller, user, disabled=True, sessions_valid_after=end_of_all(user))

    disabled = retry_stale(disable)
    if not disabled.elsewhere:
        staff_pool.disable(disabled.id)
        staff_pool.end_sessions(disabled.id)
    _note(caller, "user disabled", disabled)
    return disabled


def enable_user(caller: Caller, user_id: str) -> User:
    """Enable a user again, with the former role; earlier sessions stay ended."""

    def enable() -> User:
        acting_administrator(caller)
        user = find_user(caller, user_id)
        if not user.elsewhere:
            staff_pool.enable(user.id)
        return _change(caller, user, disabled=False) if user.disabled else user

    enabled = retry_stale(enable)
    _note(caller, "user enabled", enabled)
    return enabled


def invite_to_pool(email: str, role: Role, *, account_id: str) -> str | None:
    """Return the `sub` of the pool's new user, or of one whose row was never written after a crash.

    None if the e-mail belongs to a user of another account, or to one with a lasting password. Conflict if it is its
    own.
    """
    try:
        return staff_pool.create_user(email=email, role=role, password=None, invite=True)
    except Conflict:
        known = staff_pool.find_user(email)
        user = table.get_user(known.id) if known else None
        if known is None or (user and user.account_id == account_id):
            raise
        if user or not known.has_temporary_password:
            return None
    staff_pool.move_to_group(known.id, role=role, roles=Role)
    staff_pool.invite_again(email=email)
    return known.id


def id_like(ids: Sequence[str]) -> str:
    """Return a new id that looks as the pool's own do: with their common characters, or at least their version.

    Why: a person's page has the id in its address, and the pool's are no random UUIDs everywhere.
    """
    fresh, patterns = str(uuid4()), [each for each in ids if re.fullmatch(_UUID, each)]
    alike = [set(letters) for letters in zip(*patterns, strict=True)]
    kept = (at for at, letters in enumerate(alike) if len(letters) == 1 and (len(patterns) > 1 or at in _VERSION))
    return reduce(lambda made, at: made[:at] + patterns[0][at] + made[at + 1 :], kept, fresh)


def _told(user: User, tell: Tell) -> table.Also:
    """Return the write of a mail to a person with another account; the pool itself writes to all others."""
    return partial(tell, user=user) if user.elsewhere else table.nothing


def _change(caller: Caller, user: User, *, also: table.Also = table.nothing, **changes: object) -> User:
    """Write changes of a user, in the name of the caller as the caller is now."""
    changed = user.model_copy(update=changes)
    table.change_user(changed, by=acting_administrator(caller), also=also)
    clear_recent()
    if changed.disabled or changed.role is not user.role:
        access_ended(changed.account_id, changed.actor)
    return changed


def acting_administrator(caller: Caller) -> User:
    """Return the caller's user as stored, or raise Forbidden if they are no administrator any more."""
    user = read_oneself(caller)
    if user is None or user.disabled or user.role is not Role.ADMIN or user.account_id != caller.account_id:
        raise Forbidden(N_("Only an administrator may do this."))
    return user


def _refuse_oneself(caller: Caller, user: User) -> None:
    if caller.user_id == user.id:
        raise Conflict(_NOT_ONESELF)


def _no_invitation_for(user: User) -> str:
    if user.disabled:
        return N_("This person has no access now. Give it back first.")
    return staff_pool.SIGNED_IN_ALREADY


def _note(caller: Caller, event: str, user: User) -> None:
    log("info", event, account_id=caller.account_id, actor=caller.actor, subject=user.actor, kind=user.role)


def add_user(*, account_id: str, email: str, role: Role, name: str = "", password: str | None = None) -> User:
    """Make a user of the staff; without a password the pool invites by e-mail."""
    user_id = staff_pool.create_user(email=email, role=role, password=password, invite=password is None)
    moment = now()
    user = User(
        id=user_id,
        account_id=account_id,
        email=email,
        name=name,
        role=role,
        created_at=moment,
        invited_at=moment if password is None else None,
    )
    table.put_user(user, otherwise=lambda _: Conflict(staff_pool.USER_EXISTS))
    return user
