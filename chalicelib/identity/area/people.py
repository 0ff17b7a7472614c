"""Use cases of people of the client area, below those of the feature `cabinet`: registering, changing, passwords."""

from collections.abc import Mapping
from typing import Any

from chalicelib.aws.dynamo import Otherwise, Transaction
from chalicelib.base.clock import now
from chalicelib.base.ids import new_id
from chalicelib.base.installed import access_ended
from chalicelib.base.languages import Language
from chalicelib.identity.area import sessions
from chalicelib.identity.area.model import (
    AreaMember,
    AreaPerson,
    Credentials,
    LoginKind,
    Membership,
    PersonState,
    Registration,
)
from chalicelib.identity.area.passwords import hash_password
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.identity.principals import actor_of
from chalicelib.identity.table import area as table


def new_person(
    account_id: str,
    *,
    name: str,
    email: str | None,
    phone: str | None,
    language: Language,
    memberships: tuple[Membership, ...],
    registration: Registration,
) -> AreaPerson:
    """Return a person to register; contacts that are given count as confirmed now."""
    moment = now()
    return AreaPerson(
        id=new_id("per"),
        account_id=account_id,
        name=name,
        email=email,
        phone=phone,
        language=language,
        memberships=memberships,
        registration=registration,
        registered_at=moment,
        email_confirmed_at=moment if email else None,
        phone_confirmed_at=moment if phone else None,
        password_changed_at=moment,
        version=1,
    )


def register(tx: Transaction, person: AreaPerson, *, password: str, taken: Mapping[LoginKind, Otherwise]) -> None:
    """Register a person with a password; `taken`: the error for a sign-in name that another person has."""
    table.insert_person(tx, person, password_hash=hash_password(password), taken=taken)


def change(
    tx: Transaction,
    before: Credentials,
    changes: Mapping[str, Any],
    *,
    password: str | None = None,
    taken: Mapping[LoginKind, Otherwise] | None = None,
) -> AreaPerson:
    """Change a person who was read; Stale if they changed meanwhile. A new password ends all sessions."""
    changed = dict(changes)
    if password is not None:
        changed |= {"password_changed_at": now(), "sessions_valid_after": sessions.end_of_all(before.person)}
    after = before.person.model_copy(update={**changed, "version": before.person.version + 1})
    hashed = hash_password(password) if password is not None else None
    table.write_person(tx, after, replacing=before, password_hash=hashed, taken=taken)
    if _has_lost_access(before.person, after):
        tx.afterwards(lambda: access_ended(after.account_id, actor_of(AreaMember(after.id))))
    return after


def _has_lost_access(before: AreaPerson, after: AreaPerson) -> bool:
    """Return True if sessions of a person, or a permission for a client, ended with a change."""
    if after.state is not PersonState.ACTIVE or after.sessions_valid_after != before.sessions_valid_after:
        return True
    return any(set(before.client_ids(each)) - set(after.client_ids(each)) for each in AreaPermission)
