"""Access to people, their names, sessions and devices (area_rows.py lists the items).

All reads on the way of a call are GetItem: a session, then its person.
"""

from collections.abc import Mapping
from datetime import datetime

from pynamodb.exceptions import UpdateError

from chalicelib.aws.dynamo import Otherwise, Transaction, stale
from chalicelib.base.clock import stamp
from chalicelib.identity.area.logins import login_hash, names_of
from chalicelib.identity.area.model import NOTED_EVERY, AreaPerson, AreaSession, Credentials, KnownDevice, LoginKind
from chalicelib.identity.table.area_rows import (
    AreaRow,
    DeviceRow,
    ListedSessionRow,
    LoginRow,
    PersonOfClientRow,
    PersonRow,
    SessionRow,
    SlugRow,
    person_key,
    seconds,
    session_rows,
)


def get_credentials(account_id: str, person_id: str) -> Credentials | None:
    """GetItem: a person with the hash of the password."""
    row = _get(PersonRow, person_key(account_id, person_id), "person")
    return Credentials(row.model(), row.password) if row else None


def get_person(account_id: str, person_id: str) -> AreaPerson | None:
    """GetItem: a person."""
    found = get_credentials(account_id, person_id)
    return found.person if found else None


def find_login(account_id: str, kind: LoginKind, name: str) -> str | None:
    """GetItem: the id of the person with a sign-in name."""
    row = _get(LoginRow, *_login(account_id, kind, name))
    return row.person if row else None


def list_people_of_client(account_id: str, client_id: str) -> list[str]:
    """Query: the ids of the people who act for a client."""
    rows = PersonOfClientRow.query(_of_client(account_id, client_id), consistent_read=True)
    return [row.sk for row in rows]


def list_persons_of_client(account_id: str, client_id: str) -> list[AreaPerson]:
    """Query and BatchGetItem: the people who act for a client."""
    keys = [(person_key(account_id, each), "person") for each in list_people_of_client(account_id, client_id)]
    rows = PersonRow.batch_get(keys, consistent_read=True) if keys else ()
    return [row.model() for row in rows]


def insert_person(
    tx: Transaction, person: AreaPerson, *, password_hash: str, taken: Mapping[LoginKind, Otherwise]
) -> None:
    """Add a person with their sign-in names; `taken`: the error for a name that another person has."""
    tx.insert(_person_row(person, password_hash))
    for kind, name in names_of(person).items():
        tx.insert(LoginRow(*_login(person.account_id, kind, name), person=person.id), otherwise=taken.get(kind, stale))
    for client_id in _clients(person):
        tx.put(PersonOfClientRow(_of_client(person.account_id, client_id), person.id))


def write_person(
    tx: Transaction,
    person: AreaPerson,
    *,
    replacing: Credentials,
    password_hash: str | None = None,
    taken: Mapping[LoginKind, Otherwise] | None = None,
) -> None:
    """Replace a person who was read; Stale if they changed meanwhile. Without a new hash the password stays."""
    kept = replacing.password_hash if password_hash is None else password_hash
    before = replacing.person
    tx.put(_person_row(person, kept), condition=PersonRow.version == before.version)
    _write_names(tx, person, before, taken or {})
    mine, former = _clients(person), _clients(before)
    for client_id in mine - former:
        tx.put(PersonOfClientRow(_of_client(person.account_id, client_id), person.id))
    for client_id in former - mine:
        tx.delete(PersonOfClientRow(_of_client(person.account_id, client_id), person.id))


def check_unchanged(tx: Transaction, person: AreaPerson) -> None:
    """Demand that a person who was read did not change meanwhile; else Stale."""
    row = PersonRow(person_key(person.account_id, person.id), "person")
    tx.check(row, condition=PersonRow.version == person.version)


def _write_names(tx: Transaction, person: AreaPerson, before: AreaPerson, taken: Mapping[LoginKind, Otherwise]) -> None:
    mine, former = names_of(person), names_of(before)
    for kind in LoginKind:
        if mine.get(kind) == former.get(kind):
            continue
        if kind in former:
            tx.delete(LoginRow(*_login(person.account_id, kind, former[kind])))
        if kind in mine:
            row = LoginRow(*_login(person.account_id, kind, mine[kind]), person=person.id)
            tx.insert(row, otherwise=taken.get(kind, stale))


def delete_person(tx: Transaction, person: AreaPerson) -> None:
    """Delete a person who was read, and their sign-in names; Stale if they changed meanwhile.

    Sessions and devices lead nowhere any more (`delete_access`).
    """
    row = PersonRow(person_key(person.account_id, person.id), "person")
    tx.delete(row, condition=PersonRow.version == person.version)
    for kind, name in names_of(person).items():
        tx.delete(LoginRow(*_login(person.account_id, kind, name)))
    for client_id in _clients(person):
        tx.delete(PersonOfClientRow(_of_client(person.account_id, client_id), person.id))


def delete_access(account_id: str, person_id: str) -> None:
    """Two Queries, then a DeleteItem each: the sessions and known devices of a person who was deleted. Idempotent."""
    pk = person_key(account_id, person_id)
    for session in ListedSessionRow.query(pk, ListedSessionRow.sk.startswith("ses#"), consistent_read=True):
        SessionRow(f"session#{session.sha256}", "session").delete()
        AreaRow(pk, session.sk).delete()
    for device in DeviceRow.query(pk, DeviceRow.sk.startswith("dev#"), consistent_read=True):
        AreaRow(pk, device.sk).delete()


def insert_session(tx: Transaction, session: AreaSession) -> None:
    """Add a session."""
    for row in session_rows(session):
        tx.put(row)


def get_session(sha256: str) -> AreaSession | None:
    """GetItem: a session by the SHA-256 of its secret."""
    row = _get(SessionRow, f"session#{sha256}", "session")
    return row.model() if row else None


def note_call(session: AreaSession, moment: datetime) -> None:
    """UpdateItem: note a session's call, if the last noted one is older than NOTED_EVERY; never brings one back."""
    if moment < session.seen_at + NOTED_EVERY:
        return
    row = SessionRow(f"session#{session.sha256}", "session")
    try:
        row.update([SessionRow.seen_at.set(stamp(moment))], condition=SessionRow.seen_at == stamp(session.seen_at))
    except UpdateError as error:  # ended, or noted by another call
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise


def list_sessions(account_id: str, person_id: str) -> list[AreaSession]:
    """Query and BatchGetItem: the sessions of a person, latest first."""
    pk = person_key(account_id, person_id)
    listed = list(ListedSessionRow.query(pk, ListedSessionRow.sk.startswith("ses#"), consistent_read=True))
    keys = [(f"session#{row.sha256}", "session") for row in listed]
    found = [row.model() for row in SessionRow.batch_get(keys, consistent_read=True)]
    return sorted(found, key=lambda each: each.began_at, reverse=True)


def delete_session(session: AreaSession) -> None:
    """Delete a session; harmless if it is gone."""
    tx = Transaction()
    for row in session_rows(session):
        tx.delete(row)
    tx.commit()


def get_device(account_id: str, person_id: str, sha256: str) -> KnownDevice | None:
    """GetItem: a known device of a person."""
    row = _get(DeviceRow, person_key(account_id, person_id), f"dev#{sha256}")
    return row.model() if row else None


def put_device(tx: Transaction, account_id: str, person_id: str, device: KnownDevice) -> None:
    """Write a known device."""
    row = DeviceRow(person_key(account_id, person_id), f"dev#{device.sha256}", document=device.model_dump(mode="json"))
    row.ttl = seconds(device.until)
    tx.put(row)


def list_devices(account_id: str, person_id: str) -> list[KnownDevice]:
    """Query: the known devices of a person, latest first."""
    rows = DeviceRow.query(person_key(account_id, person_id), DeviceRow.sk.startswith("dev#"), consistent_read=True)
    return sorted((row.model() for row in rows), key=lambda each: each.known_at, reverse=True)


def delete_device(account_id: str, person_id: str, sha256: str) -> None:
    """DeleteItem: a known device; harmless if it is gone."""
    DeviceRow(person_key(account_id, person_id), f"dev#{sha256}").delete()


def get_slug(slug: str) -> str | None:
    """GetItem: the account of an address."""
    row = _get(SlugRow, f"slug#{slug}", "slug")
    return row.account if row else None


def insert_slug(tx: Transaction, slug: str, account_id: str, *, taken: Otherwise) -> None:
    """Reserve an address for an account; idempotent. `taken`: the error for one that another account has."""
    free = SlugRow.pk.does_not_exist() | (SlugRow.account == account_id)
    tx.put(SlugRow(f"slug#{slug}", "slug", account=account_id), condition=free, otherwise=taken)


def delete_slug(tx: Transaction, slug: str, account_id: str) -> None:
    """Release an address of an account."""
    tx.delete(SlugRow(f"slug#{slug}", "slug"), condition=SlugRow.account == account_id)


def _get[R: AreaRow](kind: type[R], pk: str, sk: str) -> R | None:
    try:
        return kind.get(pk, sk, consistent_read=True)
    except kind.DoesNotExist:
        return None


def _person_row(person: AreaPerson, password_hash: str) -> PersonRow:
    document = person.model_dump(mode="json", exclude={"version"}, exclude_defaults=True)
    return PersonRow(
        person_key(person.account_id, person.id),
        "person",
        document=document,
        version=person.version,
        password=password_hash,
    )


def _login(account_id: str, kind: LoginKind, name: str) -> tuple[str, str]:
    return f"{account_id}#login#{kind}#{login_hash(account_id, kind, name)}", "login"


def _of_client(account_id: str, client_id: str) -> str:
    return f"{account_id}#of#{client_id}"


def _clients(person: AreaPerson) -> set[str]:
    return {each.client_id for each in person.memberships}
