"""C1: a company's claim from the announcement to the payment, as back-ends hear of it."""

from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import time_machine

from chalicelib.base.ids import new_ulid
from tests.cabinet.visitors import Visitor
from tests.cargo.people import visitor
from tests.cargo.shippers import announced, shipper
from tests.claims.cases import shown
from tests.claims.papers import filed
from tests.support import pdfs
from tests.support.api.people import People
from tests.webhooks.hooks import ALL_EVENTS, URL, Scripted, fan_out, try_due
from tests.webhooks.hooks import public as public  # noqa: PLC0414 - a fixture

ONCE = ("announced", "started", "sent", "decided", "accepted", "paid")
PRIVATE = ("¿Cuándo", "Vajilla", "1.200,00", "Impreso", "TR-2026")


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with time_machine.travel("2026-04-06T10:00:00+02:00", tick=False):
        yield


def own_move(company: Visitor, claim_id: str, move: str, **body: Any) -> None:
    version = company.call("GET", f"/claims/{claim_id}").expect(200)["version"]
    company.call("POST", f"/claims/{claim_id}/moves", {"version": version, "move": move, **body}).expect(200)


def staff_move(api: People, claim_id: str, move: str, **body: Any) -> Any:
    version = shown(api.staff, claim_id)["version"]
    return api.staff.post(f"/v1/claims/{claim_id}/{move}", {"version": version, **body}).expect(200)


def papers(api: People, claim_id: str) -> int:
    """File and accept the documents of the claim, those that the payment needs too. Returns their number."""
    pages, slots = count(1), shown(api.staff, claim_id)["slots"]
    needed = [each for each in slots if each["need"] in {"required", "payment"}]
    one_of = [each for each in slots if each["need"] == "one_of"][:1]
    for slot in (*needed, *one_of):
        for _ in range(slot["min"]):
            paper = filed(api.key, claim_id, pdfs.pdf(pages=next(pages)), slot["code"])
            api.staff.post(f"/v1/claims/{claim_id}/documents/{paper['id']}/accept").expect(200)
    return next(pages) - 1


def test_case_c1_back_ends_hear_of_each_step_once(api: People, public: None) -> None:
    endpoint = api.admin.post("/v1/webhook-endpoints", {"url": URL, "events": list(ALL_EVENTS)}).expect(201)
    client_id = shipper(api)
    claim_id = announced(api.key, client_id)["id"]
    company = visitor(api, client_id)
    own_move(company, claim_id, "start")
    company.call("POST", f"/claims/{claim_id}/messages", {"id": new_ulid(), "text": "¿Cuándo pagan?"}).expect(201)
    number = papers(api, claim_id)
    own_move(company, claim_id, "send")
    line = {"kind": "item", "label": "Vajilla", "amount": "1200.00"}
    part = {"outcome": "partial", "reason": "Impreso incompleto", "currency": "EUR", "lines": [line]}
    staff_move(api, claim_id, "decide", **part)
    own_move(company, claim_id, "accept")
    money = {"amount": "1200.00", "currency": "EUR"}
    closed = staff_move(api, claim_id, "pay", day="2026-04-06", amount=money, reference="TR-2026-1")

    receiver = Scripted()
    fan_out()
    try_due(receiver)

    assert (closed["stage"], closed["ending"]) == ("closed", "paid")
    told = [each.opened_by(endpoint["secret"]) for each in receiver.sent]
    assert len({each.id for each in receiver.sent}) == len(receiver.sent)
    assert Counter(each["type"] for each in told if each["type"].startswith("claim.")) == {
        **{f"claim.{each}": 1 for each in ONCE},
        **dict.fromkeys(("claim.document.received", "claim.document.accepted"), number),
        "claim.message.created": 1,
    }
    assert [each for each in PRIVATE if any(each in str(event) for event in told)] == []
    history = api.viewer.get(f"/v1/claims/{claim_id}/history?limit=100").expect(200)["items"]
    moves = [each["type"] for each in reversed(history) if each["data"].get("move") or "announced" in each["type"]]
    assert moves == [f"claim.{each}" for each in ONCE]
    assert len(history) >= 7
