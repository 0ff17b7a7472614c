"""Policyholders with access to the client area, and others."""

from datetime import timedelta

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.http.cookies import area_device
from chalicelib.identity.area import sessions
from chalicelib.identity.area.model import AreaPerson, KnownDevice
from chalicelib.identity.table import area as table
from tests.cabinet.visitors import Visitor, at_area
from tests.support.api.people import People
from tests.support.area import SLUG, company_user, holder, open_area, registered

DEVICE = "a device that is known since yesterday"


def client_of_area(api: People, client_id: str, *, language: str = "ru", known: bool = True) -> Visitor:
    """Open the area, and return the browser of a client who is signed in. `known`: the device was so before."""
    open_area(api.account.id)
    person = registered(api.account.id, holder(client_id))
    visitor = at_area(person, language=language)
    if known:
        know(person)
        visitor.cookies[area_device(SLUG)] = DEVICE
    return visitor


def client_again(api: People, client_id: str) -> Visitor:
    """Return another browser of the client, with a session of now."""
    (person_id,) = table.list_people_of_client(api.account.id, client_id)
    person = table.get_person(api.account.id, person_id)
    assert person is not None
    return at_area(person, language="ru")


def know(person: AreaPerson, *, secret: str = DEVICE, since: timedelta = timedelta(days=1)) -> None:
    """Make a device of a person known for some time."""
    moment = now()
    device = KnownDevice(sha256=sessions.digest(secret), known_at=moment - since, until=moment + timedelta(days=180))
    tx = Transaction()
    table.put_device(tx, person.account_id, person.id, device)
    tx.commit()


def other_client(api: People, client_id: str) -> Visitor:
    """Return the browser of another client of the same account."""
    return at_area(_other(api, holder(client_id)), language="ru")


def company_user_of(api: People, client_id: str) -> Visitor:
    """Return the browser of a user of a company, who sees claims only."""
    return at_area(_other(api, company_user(client_id)), language="ru")


def _other(api: People, membership: object) -> AreaPerson:
    return registered(api.account.id, membership, email="o@mail.example", phone="+79167654321")  # type: ignore[arg-type]
