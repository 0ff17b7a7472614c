"""Conversations about claims for tests: a claim that is announced, its client in the area, and messages of both."""

from typing import Any

from chalicelib.base.ids import new_ulid
from tests.cabinet.visitors import Visitor
from tests.claims.api.test_claim_settings import SETTINGS, process
from tests.claims.area.holders import holder_of
from tests.claims.cases import claimed, shown
from tests.claims.papers import announced, file, put
from tests.claims.wrong_input import STAGES
from tests.clients.bodies import PERSON, added
from tests.support.api.client import Api
from tests.support.api.people import People
from tests.support.lambda_events import object_created


def with_announced_claims(api: People) -> None:
    """Save a process whose claims are announced first."""
    stages = [{"code": "announced", "labels": {"en": "Announced"}}, *STAGES]
    version = api.admin.get(SETTINGS).expect(200)["version"]
    rules = process(stages=stages, announced=True)
    api.admin.patch(SETTINGS, {"version": version, "processes": [rules]}).expect(200)


def in_area(api: People) -> tuple[Visitor, str]:
    """Return the browser of a client in the area, and the id of an announced claim of theirs."""
    with_announced_claims(api)
    client_id = added(api.key, PERSON)
    claim_id = claimed(api.staff, "kasko", client_id=client_id)
    return holder_of(api, client_id), claim_id


def asked(visitor: Visitor, claim_id: str, text: str = "¿Qué fotos necesitan?", **body: Any) -> Any:
    """Write a message of a client; return it."""
    return visitor.call("POST", f"/claims/{claim_id}/messages", {"text": text, **body}).expect(201)


def answered(by: Api, claim_id: str, text: str = "Tres del embalaje.", **body: Any) -> Any:
    """Write a message of the staff; return it."""
    return by.post(f"/v1/claims/{claim_id}/messages", {"id": new_ulid(), "text": text, **body}).expect(201)


def sent(visitor: Visitor, claim_id: str, data: bytes, slot: str = "chat") -> str:
    """Send a file as a client, by default for the conversation, and let it be filed; return its id."""
    made = visitor.call("POST", f"/claims/{claim_id}/documents", announced(data, slot)).expect(201)
    key = made["upload"]["fields"]["key"]
    put(key, data)
    assert file(object_created(key)) == []
    document_id: str = made["id"]
    return document_id


def seen_by(visitor: Visitor, claim_id: str, query: str = "") -> Any:
    """Return the conversation as the client sees it."""
    return visitor.call("GET", f"/claims/{claim_id}/messages{query}").expect(200)


def moved(api: People, claim_id: str, move: str, **body: Any) -> Any:
    """Make a move of the staff; return the claim."""
    version = shown(api.staff, claim_id)["version"]
    return api.staff.post(f"/v1/claims/{claim_id}/{move}", {"version": version, **body}).expect(200)
