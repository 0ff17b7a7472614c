"""Client companies, and claims that are announced to them by the API."""

from typing import Any

from tests.clients.bodies import COMPANY, added
from tests.support.api.client import Api
from tests.support.api.people import People

CLAIMS = "/v1/claims"


def shipper(api: People, **changes: Any) -> str:
    """Add a company; return its id."""
    return added(api.key, {**COMPANY, **changes})


def announcement(client_id: str, **changes: Any) -> dict[str, Any]:
    """Return the body of an announcement; None leaves a field out."""
    body = {
        "client_id": client_id,
        "kind": "breakage",
        "goods": "pallet",
        "route": "national",
        "mode": "road",
        "zone": "Europe/Madrid",
        "delivered_at": "2026-04-01T10:00:00+02:00",
        **changes,
    }
    return {name: value for name, value in body.items() if value is not None}


def announced(by: Api, client_id: str, **changes: Any) -> Any:
    """Announce a claim; return it as the API shows it."""
    return by.post(CLAIMS, announcement(client_id, **changes)).expect(201)
