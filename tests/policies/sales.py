"""Bodies of policies and quotes for tests, and parts of their answers."""

from typing import Any

from chalicelib.identity.model import Role
from tests.support.api.client import Api
from tests.support.api.people import People

VIN, PLATE = "XTAGFK330KY123456", "А123ВС 777"


def policy(client_id: str, **changes: Any) -> dict[str, Any]:
    """Return the body of a KASKO policy of a year, unpaid; None leaves a field out."""
    body = {
        "client_id": client_id,
        "product": "kasko",
        "number": None,
        "begins": "2026-12-01",
        "ends": "2027-11-30",
        "sum_insured": {"amount": "1250000.00", "currency": "RUB"},
        "premium": {"amount": "48320.50", "currency": "RUB"},
        "vehicle": {"vin": VIN, "plate": PLATE, "make": "LADA", "model": "Vesta", "year": 2023},
        "fields": None,
        **changes,
    }
    return {name: value for name, value in body.items() if value is not None}


def quote(client_id: str, **changes: Any) -> dict[str, Any]:
    """Return the body of a KASKO quote."""
    body = policy(client_id, **{"options": OPTIONS, **changes})
    return {name: value for name, value in body.items() if name not in {"premium", "number"}}


#: The choices of a KASKO quote of the usual products.
OPTIONS = {"cover": "full", "losses": "first", "deductible": "none"}


def sold(caller: Api, client_id: str, **changes: Any) -> dict[str, Any]:
    """Issue a policy and return the answer."""
    made: dict[str, Any] = caller.post("/v1/policies", policy(client_id, **changes)).expect(201)
    return made


def lines(caller: Api, query: str = "") -> list[str]:
    """Return the amounts of the lines of a statement of commission."""
    return [each["amount"]["amount"] for each in caller.get(f"/v1/commissions{query}").expect(200)["lines"]]


def agent_id(api: People) -> str:
    """Return the id of the usual agent of an account."""
    return f"sub-{Role.AGENT}-{api.account.id}"
