"""Every event of claims is told on some way of a claim, as the contract with back-ends has it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from chalicelib.docs.descriptions import events_document
from chalicelib.features.claims.contract import EVENTS
from chalicelib.outbox.contract import any_event, event_model
from tests.claims.api.test_claim_settings import SETTINGS, process
from tests.claims.cases import claimed, shown
from tests.claims.papers import filed
from tests.claims.wrong_input import STAGES
from tests.printing import orders
from tests.support import outbox, pdfs
from tests.support.api.people import People
from tests.support.sweeping import sweep_cases

LINES = [{"kind": "item", "label": "Бампер", "amount": "8400.00"}]
PAYMENT = {"outcome": "payment", "currency": "RUB", "lines": LINES}
WORKSHOP = {"name": "Север", "address": "Москва, Летниковская, 10", "phone": "+7 495 123-45-67"}


@pytest.fixture(autouse=True)
def clock(api: People, monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    stages = [{"code": "announced", "labels": {"en": "Announced"}}, *STAGES]
    slots = [{"code": each, "labels": {"en": each}, "max": 3} for each in ("notice", "identity")]
    usual = api.admin.get(SETTINGS).expect(200)["processes"]
    processes = [
        process(stages=stages, announced=True, slots=slots),
        *(each for each in usual if each["code"] != "kasko"),
    ]
    api.admin.patch(SETTINGS, {"version": 0, "processes": processes}).expect(200)
    with time_machine.travel("2026-12-21T12:00:00+03:00", tick=False) as traveller:
        orders.open_queue(monkeypatch)
        yield traveller


def make(api: People, claim_id: str, move: str, **body: Any) -> None:
    version = shown(api.key, claim_id)["version"]
    api.key.post(f"/v1/claims/{claim_id}/{move}", {"version": version, **body}).expect(200)


def paper(api: People, claim_id: str, slot: str, pages: int) -> str:
    return str(filed(api.key, claim_id, pdfs.pdf(pages=pages), slot)["id"])


def play_a_payment(api: People) -> None:
    """Play a claim that is rejected first, disputed, paid and opened again."""
    claim_id = claimed(api.key, "kasko")
    make(api, claim_id, "reject", reason="no_damage")
    make(api, claim_id, "undo-rejection")
    make(api, claim_id, "start")
    documents = f"/v1/claims/{claim_id}/documents"
    api.key.post(f"{documents}/{paper(api, claim_id, 'notice', 1)}/refuse", {"reason": "Нет подписи"}).expect(200)
    for pages, slot in enumerate(("notice", "identity"), start=2):
        api.key.post(f"{documents}/{paper(api, claim_id, slot, pages)}/accept").expect(200)
    make(api, claim_id, "send")
    make(api, claim_id, "request-documents", documents=[{"slot": "identity", "reason": "Не видно номера"}])
    make(api, claim_id, "review")
    make(api, claim_id, "decide", **PAYMENT)
    make(api, claim_id, "dispute", reason="Мало")
    make(api, claim_id, "decide", **PAYMENT)
    make(api, claim_id, "accept")
    make(api, claim_id, "pay", day="2026-12-21", amount={"amount": "8400.00", "currency": "RUB"}, reference="1")
    make(api, claim_id, "reopen", reason="Новые фото")


def play_a_repair(api: People) -> None:
    """Play a claim whose facts change, and whose vehicle is repaired."""
    claim_id = claimed(api.key, "osago")
    body = {"version": shown(api.key, claim_id)["version"], "facts": {"place": "Тула"}}
    api.key.patch(f"/v1/claims/{claim_id}", body).expect(200)
    make(api, claim_id, "review")
    make(api, claim_id, "decide", outcome="repair")
    make(api, claim_id, "referral", workshop=WORKSHOP, until="2027-01-31")
    make(api, claim_id, "close")


def play_deadlines(api: People, clock: time_machine.Traveller) -> None:
    """Play a claim whose deadlines come near and are missed."""
    claim_id = claimed(api.key, "osago")
    facts = {"complete_at": datetime.fromisoformat("2026-12-21T12:00:00+03:00").isoformat()}
    version = shown(api.key, claim_id)["version"]
    api.key.patch(f"/v1/claims/{claim_id}", {"version": version, "facts": facts}).expect(200)
    for _ in range(12):
        clock.shift(timedelta(days=1))
        sweep_cases()


def test_every_event_of_claims_is_told_as_the_contract_says(api: People, clock: time_machine.Traveller) -> None:
    play_a_payment(api)
    play_a_repair(api)
    play_deadlines(api, clock)

    told = [event for event in outbox.events() if event["type"].startswith("claim.")]
    assert {event["type"] for event in told} == set(EVENTS)
    validator = Draft202012Validator(events_document(), format_checker=FormatChecker(["date-time"]))
    for event in told:
        validator.validate(event)
        assert type(any_event().validate_python(event)) is event_model(event["type"])
        assert not [private for private in ("подписи", "Тула", "Мало", "Север", "Бампер") if private in str(event)]
    versions: dict[str, list[int]] = {}
    for event in told:
        if "deadline" not in event["type"]:
            versions.setdefault(event["data"]["claim_id"], []).append(event["data"]["version"])
    assert all(found == sorted(found) for found in versions.values())
