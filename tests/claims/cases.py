"""Cases that become claims, by the API."""

from typing import Any

from tests.support.api.client import Api

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
