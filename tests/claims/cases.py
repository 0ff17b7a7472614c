"""Cases that become claims, by the API."""

from typing import Any

from chalicelib.aws.dynamo import Transaction
from chalicelib.features.claims import table
from chalicelib.features.claims.model import Claim, SlotCount
from chalicelib.features.claims.service import touched
from tests.support import outbox
from tests.support.api.client import Api
from tests.support.api.people import People

#: By type of a field of a process, a value.
VALUES = {"text": "ХХХ 0123456789", "date": "2026-11-24", "number": "1250.50"}
LOSS = {"occurred_at": "2026-11-24T12:00:00+03:00", "place": "Москва", "description": "ДТП на парковке"}


def opened(by: Api, **body: Any) -> str:
    """Open a case; return its id."""
    case_id: str = by.post("/v1/cases", {"loss": LOSS, **body}).expect(201)["id"]
    return case_id


def converted(by: Api, case_id: str, process: str = "osago") -> str:
    """Convert a case; return the id of its claim."""
    processes = {each["code"]: each for each in by.get("/v1/account").expect(200)["processes"]}
    fields = {each["code"]: VALUES[each["type"]] for each in processes[process]["fields"]}
    by.post(f"/v1/cases/{case_id}/convert", {"process": process, "fields": fields}).expect(200)
    return case_id.replace("case_", "claim_")


def claimed(by: Api, process: str = "osago", **body: Any) -> str:
    """Open and convert a case; return the id of its claim."""
    return converted(by, opened(by, **body), process)


def shown(by: Api, claim_id: str) -> Any:
    """Return a claim as the API shows it."""
    return by.get(f"/v1/claims/{claim_id}").expect(200)


def reached_at(claim: Any, stage: str) -> str | None:
    """Return the moment at which a shown claim came to a stage."""
    return next((each["reached_at"] for each in claim["steps"] if each["stage"] == stage), None)


def told(kind: str) -> list[Any]:
    """Return the data of events of a type."""
    return [event["data"] for event in outbox.events() if event["type"] == kind]


def claim_of(api: People, claim_id: str) -> Claim:
    """Return a claim as it is stored."""
    found = table.get_claim(api.account.id, claim_id)
    assert found is not None
    return found


def changed(api: People, claim_id: str, **changes: Any) -> Claim:
    """Change fields of a claim as no use case does; return the claim."""
    before = claim_of(api, claim_id)
    after, tx = touched(before, **changes), Transaction()
    table.replace_claim(tx, before, after)
    tx.commit()
    return after


def complete(api: People, claim_id: str) -> Claim:
    """Count a document as received in each slot of a claim."""
    claim = claim_of(api, claim_id)
    return changed(api, claim_id, documents={each.code: SlotCount(received=each.min) for each in claim.slots})
