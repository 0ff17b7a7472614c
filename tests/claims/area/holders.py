"""Policyholders with claims in the client area, and others."""

from typing import Any

from chalicelib.identity.area.model import AreaPerson
from tests.cabinet.visitors import Visitor, at_area
from tests.claims.cases import claimed
from tests.clients.bodies import PERSON, added, named
from tests.support.api.people import People
from tests.support.area import company_user, holder, open_area, registered


def holder_of(api: People, client_id: str, *, language: str = "ru") -> Visitor:
    """Open the area, and return the browser of a client who is signed in."""
    open_area(api.account.id)
    return at_area(registered(api.account.id, holder(client_id)), language=language)


def with_claim(api: People, process: str = "osago", *, language: str = "ru", **body: Any) -> tuple[Visitor, str]:
    """Return the browser of a client who is signed in, and the id of a claim of theirs."""
    client_id = added(api.agent, PERSON)
    vehicle = {"make": "LADA", "model": "Vesta", "plate": "А123ВС777"}
    claim_id = claimed(api.admin, process, client_id=client_id, vehicle=vehicle, **body)
    return holder_of(api, client_id, language=language), claim_id


def other_holder(api: People) -> Visitor:
    """Return the browser of another client of the same account, whose area is open."""
    return at_area(_other(api, holder(added(api.agent, named("Сидоров Пётр")))), language="ru")


def company_user_without(api: People) -> Visitor:
    """Return the browser of a user of a company who has no claims among the permissions."""
    membership = company_user(added(api.agent, named("Сидоров Пётр")), permissions=frozenset({"area:messages"}))
    return at_area(_other(api, membership), language="ru")


def _other(api: People, membership: Any) -> AreaPerson:
    return registered(api.account.id, membership, email="o@mail.example", phone="+79167654321")
