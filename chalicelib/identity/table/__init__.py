from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.aws.dynamo import Document, Otherwise, Transaction, stale
from chalicelib.base.clock import stamp
from chalicelib.identity.case_emails import OwnCaseEmails
from chalicelib.identity.model import ApiKey, ConsoleSession, HookKey, PasswordChange, User
from chalicelib.identity.scopes import all_scopes
from chalicelib.identity.table.base import AccountsRow, get_row


class AccountRow(AccountsRow, discriminator="account"):
    """An account's own item, with the version that guards its changes.

    Its document decides who gets in; a row of before there were sections holds all settings.
    """

    version = NumberAttribute()
    document = Document()
    #: Absent in a row whose document has all settings (decisions/0051).
    by_section = BooleanAttribute(null=True)


class MemberRow(AccountsRow, discriminator="member"):
    """The membership of a user in an account."""

    user_id = UnicodeAttribute()


class UserRow(AccountsRow, discriminator="user"):
    """A user of the staff; fields written beside an administrator's changes have attributes of their own."""

    document = Document()
    disabled = BooleanAttribute(default=False)
    version = NumberAttribute(default=0)
    signed_in_at = UnicodeAttribute(null=True)
    sessions_valid_after = UnicodeAttribute(null=True)
    case_emails = UnicodeAttribute(null=True)
    #: Written by table/factors.py alone.
    factor_since = UnicodeAttribute(null=True)


class KeyEntryRow(AccountsRow, discriminator="key_entry"):
    """An API key of an account, with its hash, by which it can be revoked."""

    sha256 = UnicodeAttribute()


class KeyRow(AccountsRow, discriminator="key"):
    """An API key by the hash of its secret."""

    document = Document()
    revoked = BooleanAttribute(default=False)
    last_used_at = UnicodeAttribute(null=True)
    revoked_at = UnicodeAttribute(null=True)


class HookKeyRow(AccountsRow, discriminator="hook_key"):
    """An API key's settings of webhooks, with the version that guards its changes."""

    version = NumberAttribute()
    document = Document()


class SessionRow(AccountsRow, discriminator="session"):
    """A session of the console."""

    document = Document()
    ttl = NumberAttribute()


class PasswordChangeRow(AccountsRow, discriminator="password_change"):
    """A first sign-in that waits for a lasting password."""

    document = Document()
    ttl = NumberAttribute()


#: Fields of a user with attributes of their own, beside the document.
_BESIDE = frozenset({"disabled", "version", "signed_in_at", "sessions_valid_after", "factor_since", "case_emails"})

#: Adds writes to the transaction of another.
Also = Callable[[Transaction], None]


def nothing(_: Transaction) -> None:
    """Add no write."""


def get_account_document(account_id: str) -> Mapping[str, Any] | None:
    """GetItem: an account's own document."""
    row = get_row(AccountRow, account_id, "account")
    return row.document if row else None


def insert_first_user(tx: Transaction, user: User, *, otherwise: Otherwise) -> None:
    """Add a new user and their place in the account's list to a transaction."""
    tx.insert(_user_row(user), otherwise=otherwise)
    tx.put(MemberRow(user.account_id, f"member#{user.id}", user_id=user.id))


def put_user(user: User, *, otherwise: Otherwise | None = None, also: Also = nothing) -> None:
    """Write a user and their place in the account's list, together; with `otherwise` only a new user.

    `also` adds further writes.
    """
    row, tx = _user_row(user), Transaction()
    if otherwise is None:
        tx.put(row)
    else:
        tx.insert(row, otherwise=otherwise)
    tx.put(MemberRow(user.account_id, f"member#{user.id}", user_id=user.id))
    also(tx)
    tx.commit()


def change_user(user: User, *, by: User, also: Also = nothing) -> None:
    """Write a changed user if it is unchanged since it was read, and so is its editor. Raises Stale."""
    tx, row = Transaction(), UserRow(f"user#{user.id}", "user")
    actions: list[Action] = [
        UserRow.document.set(_user_document(user)),
        UserRow.disabled.set(user.disabled),
        UserRow.version.set(user.version + 1),
    ]
    if user.disabled and user.sessions_valid_after:  # else it is the user's own to change (end_sessions)
        actions.append(UserRow.sessions_valid_after.set(stamp(user.sessions_valid_after)))
    tx.update(row, actions=actions, condition=unchanged(user))
    if by.id != user.id:
        tx.check(UserRow(f"user#{by.id}", "user"), condition=unchanged(by))
    also(tx)
    tx.commit()


def get_user(user_id: str) -> User | None:
    """GetItem: a user by the pool's `sub`."""
    row = get_row(UserRow, f"user#{user_id}", "user")
    return _user(row) if row else None


def list_users(account_id: str) -> list[User]:
    """Query and BatchGetItem: the users of an account, in no order."""
    members = MemberRow.query(account_id, MemberRow.sk.startswith("member#"), consistent_read=True)
    keys = [(f"user#{member.user_id}", "user") for member in members]
    return [_user(row) for row in UserRow.batch_get(keys, consistent_read=True)]


def touch_user(user_id: str, *, at: str) -> None:
    """UpdateItem: note when a user signed in; harmless if there is no such user."""
    _update_if_there(UserRow(f"user#{user_id}", "user"), [UserRow.signed_in_at.set(at)])


def end_sessions(user_id: str, *, at: str) -> None:
    """UpdateItem: end all sessions begun before. Idempotent; an unknown user is ignored."""
    _update_if_there(UserRow(f"user#{user_id}", "user"), [UserRow.sessions_valid_after.set(at)])


def choose_case_emails(user_id: str, choice: OwnCaseEmails) -> None:
    """UpdateItem: note of which cases a user wants to be told; harmless if there is no such user."""
    _update_if_there(UserRow(f"user#{user_id}", "user"), [UserRow.case_emails.set(choice)])


def put_api_key(key: ApiKey, *, sha256: str, otherwise: Otherwise = stale) -> None:
    """Write a key by the hash of its secret and into the account's list, together. The id must be new."""
    tx = Transaction()
    tx.insert(KeyRow(f"key#{sha256}", "key", document=_key_document(key), revoked=key.revoked))
    tx.insert(KeyEntryRow(key.account_id, f"key#{key.id}", sha256=sha256), otherwise=otherwise)
    tx.commit()


def get_api_key(sha256: str) -> ApiKey | None:
    """GetItem: a key by the hash of its secret."""
    row = get_row(KeyRow, f"key#{sha256}", "key")
    return _key(row) if row else None


def find_api_key(account_id: str, key_id: str) -> tuple[str, ApiKey] | None:
    """GetItem twice: a key of an account by its id, and the hash of its secret."""
    entry = get_row(KeyEntryRow, account_id, f"key#{key_id}")
    key = get_api_key(entry.sha256) if entry else None
    return (entry.sha256, key) if entry and key else None


def list_api_keys(account_id: str) -> list[ApiKey]:
    """Query and BatchGetItem: the keys of an account, in no order."""
    entries = KeyEntryRow.query(account_id, KeyEntryRow.sk.startswith("key#"), consistent_read=True)
    keys = [(f"key#{entry.sha256}", "key") for entry in entries]
    return [_key(row) for row in KeyRow.batch_get(keys, consistent_read=True)]


def revoke_api_key(sha256: str, *, at: str) -> None:
    """UpdateItem: revoke a key."""
    _update_if_there(KeyRow(f"key#{sha256}", "key"), [KeyRow.revoked.set(True), KeyRow.revoked_at.set(at)])


def get_hook_key(key_id: str) -> HookKey | None:
    """GetItem: how a key signs webhooks; None if it never did."""
    row = get_row(HookKeyRow, f"hook#{key_id}", "hook")
    return HookKey.model_validate(row.document) if row else None


def put_hook_key(after: HookKey, *, replacing: HookKey | None, otherwise: Otherwise) -> None:
    """Write how a key signs webhooks, if that is still as it was read."""
    row = HookKeyRow(f"hook#{after.key_id}", "hook", version=after.version, document=after.model_dump(mode="json"))
    tx = Transaction()
    if replacing is None:
        tx.insert(row, otherwise=otherwise)
    else:
        tx.put(row, condition=HookKeyRow.version == replacing.version, otherwise=otherwise)
    tx.commit()


def touch_api_key(sha256: str, *, at: str) -> None:
    """UpdateItem: note when the key was last used."""
    KeyRow(f"key#{sha256}", "key").update(actions=[KeyRow.last_used_at.set(at)])


def put_session(sha256: str, session: ConsoleSession) -> None:
    """PutItem: a new session."""
    SessionRow(*_session_key(sha256), document=session.model_dump(mode="json"), ttl=_ttl(session.ends_at)).save()


def get_session(sha256: str) -> ConsoleSession | None:
    """GetItem: a session by the hash of its secret; it may be over, since TTL deletes late."""
    row = get_row(SessionRow, *_session_key(sha256))
    return ConsoleSession.model_validate(row.document) if row else None


def renew_session(sha256: str, session: ConsoleSession, *, otherwise: Otherwise) -> None:
    """Write a session's new tokens, unless it was ended meanwhile."""
    row, tx = SessionRow(*_session_key(sha256)), Transaction()
    tx.update(
        row,
        actions=[SessionRow.document.set(session.model_dump(mode="json"))],
        condition=SessionRow.pk.exists(),
        otherwise=otherwise,
    )
    tx.commit()


def delete_session(sha256: str) -> None:
    """DeleteItem: end a session; harmless if there is none."""
    SessionRow(*_session_key(sha256)).delete()


def put_password_change(sha256: str, change: PasswordChange) -> None:
    """PutItem: a first sign-in."""
    row = PasswordChangeRow(f"session#{sha256}", "password", document=change.model_dump(mode="json"))
    row.ttl = _ttl(change.ends_at)
    row.save()


def get_password_change(sha256: str) -> PasswordChange | None:
    """GetItem: a first sign-in by the hash of its secret."""
    row = get_row(PasswordChangeRow, f"session#{sha256}", "password")
    return PasswordChange.model_validate(row.document) if row else None


def delete_password_change(sha256: str) -> None:
    """DeleteItem: forget a first sign-in."""
    PasswordChangeRow(f"session#{sha256}", "password").delete()


def _session_key(sha256: str) -> tuple[str, str]:
    return f"session#{sha256}", "session"


def _ttl(moment: datetime) -> int:
    return int(moment.timestamp())


def _update_if_there(row: AccountsRow, actions: list[Action]) -> None:
    try:
        row.update(actions=actions, condition=AccountsRow.pk.exists())
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise


def unchanged(user: User) -> Condition:
    """Return the condition that a user is still of the version that was read."""
    same = UserRow.version == user.version
    # rows of the time before versions have none
    return same if user.version else UserRow.pk.exists() & (UserRow.version.does_not_exist() | same)


def _user_row(user: User) -> UserRow:
    row = UserRow(f"user#{user.id}", "user", document=_user_document(user))
    row.disabled, row.version = user.disabled, user.version
    row.factor_since = stamp(user.factor_since) if user.factor_since else None
    return row


def _user(row: UserRow) -> User:
    beside = {name: getattr(row, name) for name in _BESIDE - {"version", "case_emails"}}
    chosen = {"case_emails": row.case_emails} if row.case_emails else {}
    return User.model_validate({**row.document, **beside, **chosen, "version": int(row.version or 0)})


def _user_document(user: User) -> dict[str, object]:
    return user.model_dump(mode="json", exclude=set(_BESIDE), exclude_none=True)


def _key(row: KeyRow) -> ApiKey:
    """Return a key; scopes of a feature that is not there any more permit nothing."""
    beside = {name: getattr(row, name) for name in ("revoked", "last_used_at", "revoked_at")}
    scopes = all_scopes() & set(row.document["scopes"])
    return ApiKey.model_validate({**row.document, **beside, "scopes": scopes})


def _key_document(key: ApiKey) -> dict[str, object]:
    document = key.model_dump(mode="json", exclude={"revoked", "last_used_at", "revoked_at"})
    document["scopes"] = sorted(document["scopes"])
    return document
