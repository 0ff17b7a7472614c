"""The own person: language, password, sessions, devices."""

from typing import Any, NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.aws.rate_limits import count_attempt, forgive_attempt
from chalicelib.base.errors import FieldError, Findings, Invalid, NotFound, Unauthenticated
from chalicelib.base.languages import N_, Language
from chalicelib.features.cabinet.service import telling
from chalicelib.features.cabinet.service.signing_in import WINDOW, WRONG_PER_NAME
from chalicelib.identity.area import people, sessions
from chalicelib.identity.area.model import (
    AreaCaller,
    AreaPerson,
    AreaSession,
    Credentials,
    KnownDevice,
    Membership,
    Notify,
)
from chalicelib.identity.area.passwords import check_password, is_password_of
from chalicelib.identity.area.permissions import MembershipKind
from chalicelib.identity.table import area as area_table

_WRONG = N_("This is not your present password.")
_ENDED = N_("The session has ended. Sign in again.")
_NO_COMPANY = N_("You act for no such company.")


class Renewed(NamedTuple):
    """A person after a change that ended all sessions, and the secret of the new one."""

    person: AreaPerson
    secret: str


def change_person(
    caller: AreaCaller, *, language: Language | None = None, notify: Notify | None = None, client_id: str | None = None
) -> AreaPerson:
    """Change the language of a person's messages and pages, and the way of notices.

    Notices are those about the companies of the person, or about one of them. Raises NotFound for another one.
    """

    def change() -> AreaPerson:
        before, tx = _read(caller), Transaction()
        changes: dict[str, Any] = {"language": language} if language is not None else {}
        if notify is not None:
            changes["memberships"] = _notified(before.person, notify, client_id)
        changed = people.change(tx, before, changes)
        tx.commit()
        return changed

    return retry_stale(change)


def _notified(person: AreaPerson, notify: Notify, client_id: str | None) -> tuple[Membership, ...]:
    """Return the memberships of a person with the way of notices of companies changed."""
    companies = [each.client_id for each in person.memberships if each.kind is MembershipKind.COMPANY]
    wanted = companies if client_id is None else [each for each in companies if each == client_id]
    if not wanted:
        raise NotFound(_NO_COMPANY)
    return tuple(
        each.model_copy(update={"notify": notify})
        if each.kind is MembershipKind.COMPANY and each.client_id in wanted
        else each
        for each in person.memberships
    )


def change_password(caller: AreaCaller, *, present: str, password: str) -> Renewed:
    """Change the password; ends all sessions but the caller's, which gets a new secret.

    Raises Invalid at all fields, QuotaExceeded after too many wrong ones.
    """
    before, found = _read(caller), Findings()
    contacts = tuple(filter(None, (before.person.email, before.person.phone)))
    with found:
        check_password(password, contacts=contacts)
    with found:
        check_present(before, present, pointer="/present_password")
    found.demand_none()
    tx = Transaction()
    changed = people.change(tx, before, {}, password=password)
    telling.tell(tx, changed, "password_changed")
    return _renewed(tx, caller, changed)


def demand_password(caller: AreaCaller, password: str, *, pointer: str) -> None:
    """Raise Invalid at a field for another password than the present one, QuotaExceeded after too many wrong ones."""
    check_present(_read(caller), password, pointer=pointer)


def end_all_sessions(caller: AreaCaller) -> Renewed:
    """End all sessions of a person but the caller's, which gets a new secret."""

    def end() -> Renewed:
        before, tx = _read(caller), Transaction()
        ended = sessions.end_of_all(before.person)
        return _renewed(tx, caller, people.change(tx, before, {"sessions_valid_after": ended}))

    return retry_stale(end)


def list_sessions(caller: AreaCaller) -> list[AreaSession]:
    """Return the sessions of a person, latest first."""
    return sessions.list_sessions(caller.person)


def end_session(caller: AreaCaller, session_id: str) -> None:
    """End a session of a person. Raises NotFound."""
    sessions.end_by_id(caller.person, session_id)


def list_devices(caller: AreaCaller) -> list[KnownDevice]:
    """Return the known devices of a person, latest first."""
    return area_table.list_devices(caller.account_id, caller.person.id)


def forget_devices(caller: AreaCaller) -> None:
    """Forget all known devices of a person: each needs a code at the next sign-in."""
    for each in list_devices(caller):
        area_table.delete_device(caller.account_id, caller.person.id, each.sha256)


def check_present(person: Credentials, password: str, *, pointer: str) -> None:
    """Raise Invalid at a field for another password than the present one.

    The try is counted first, and a right one is counted back. Raises QuotaExceeded after too many wrong ones.
    """
    subject = f"{person.person.account_id}#{person.person.id}"
    count_attempt("area-password-own", subject, limit=WRONG_PER_NAME, seconds=WINDOW)
    if not is_password_of(person.password_hash, password):
        raise Invalid([FieldError(pointer, _WRONG)])
    forgive_attempt("area-password-own", subject, seconds=WINDOW)


def _renewed(tx: Transaction, caller: AreaCaller, person: AreaPerson) -> Renewed:
    begun = sessions.begin(tx, person, slug=caller.session.slug, device=caller.session.device)
    tx.commit()
    sessions.end(caller.session)
    return Renewed(person, begun.secret)


def _read(caller: AreaCaller) -> Credentials:
    found = area_table.get_credentials(caller.account_id, caller.person.id)
    if found is None:
        raise Unauthenticated(_ENDED)
    return found
