"""Claims about goods that were carried, by the API."""

from typing import Any

from tests.cabinet.visitors import Visitor
from tests.claims.api.test_moves import patch
from tests.claims.area.holders import with_claim
from tests.claims.cases import changed, claimed
from tests.support import selling
from tests.support.api.people import People

SDR = {"unit": "SDR", "value": "1.2134", "currency": "EUR", "on": "2026-06-01", "source": "IMF"}
#: Of acceptance case E5: 300 of 1,200 kg are lost.
GOODS: dict[str, Any] = {
    "gross_kg": "1200",
    "affected_kg": "300",
    "carriage_charges": {"amount": "480.00", "currency": "EUR"},
    "carrier": "Transportes Levante, S. L.",
    "waybill": "CMR-2026/118",
    "packages": 12,
    "affected_packages": 3,
    "description": "Azulejo, 12 cajas",
    "place_of_delivery": "Lyon",
}
FACTS: dict[str, Any] = {
    "kind": "breakage",
    "goods": "pallet",
    "route": "international",
    "mode": "road",
    "law": "cmr",
    "claimed": {"amount": "9000.00", "currency": "EUR"},
    "cargo": GOODS,
}


def note_rate(api: People, **changes: str) -> None:
    """Save one rate of the SDR, and nothing else."""
    api.admin.patch("/v1/account/cargo", {"version": 0, "rates": [{**SDR, **changes}]}).expect(200)


def carried(api: People, **facts: Any) -> str:
    """Return the id of a claim of cargo."""
    claim_id = claimed(api.staff)
    patch(api.staff, claim_id, facts={**FACTS, **facts}).expect(200)
    return claim_id


def own_carried(api: People, *, language: str = "es", **facts: Any) -> tuple[Visitor, str]:
    """Return the browser of a client who is signed in, and the id of a claim of cargo of theirs."""
    visitor, claim_id = with_claim(api, language=language)
    patch(api.staff, claim_id, facts={**FACTS, **facts}).expect(200)
    return visitor, claim_id


def insured_by(api: People, claim_id: str, client_id: str) -> None:
    """Sell a client a policy over 1,250,000.00 roubles, which a claim names then."""
    policy = api.agent.post("/v1/policies", selling.policy(client_id)).expect(201)
    changed(api, claim_id, policy_id=policy["id"])
