"""Every event of quotes, policies and commission is told, as the contract with back-ends has it."""

from collections.abc import Iterator

import pytest
import time_machine
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from chalicelib.docs.descriptions import events_document
from chalicelib.features.policies.contract import EVENTS
from chalicelib.outbox.contract import any_event, event_model
from tests.clients.bodies import PERSON, added
from tests.policies.conftest import Rate
from tests.policies.sales import quote, sold
from tests.support import outbox
from tests.support.api.people import People
from tests.support.sweeping import sweep_cases


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False) as traveller:
        yield traveller


def play(api: People, client_id: str, clock: time_machine.Traveller) -> None:
    """Sell by a quote, change, renew and cancel; let another quote end."""
    first, second = (api.agent.post("/v1/quotes", quote(client_id)).expect(201)["id"] for _ in range(2))
    for each in (first, second):
        api.agent.post(f"/v1/quotes/{each}/price", {}).expect(200)
    api.agent.post(f"/v1/quotes/{first}/offer", {}).expect(200)
    api.agent.post(f"/v1/quotes/{first}/sell", {"paid_instalments": 1}).expect(201)
    policy = api.agent.get(f"/v1/quotes/{first}").expect(200)["policy_id"]
    path = f"/v1/policies/{policy}"
    vehicle = {"vin": "1HGCM82633A004352", "make": "Honda"}
    version = api.agent.get(path).expect(200)["version"]
    version = api.agent.patch(path, {"version": version, "vehicle": vehicle}).expect(200)["version"]
    ends = api.agent.get(path).expect(200)["ends"]
    assert ends == "2027-11-30"
    sold(api.agent, client_id, begins="2027-12-01", ends="2028-11-30", predecessor_id=policy)
    version = api.agent.get(path).expect(200)["version"]
    api.agent.post(f"{path}/cancel", {"effective": "2026-12-01", "reason": "Продан", "version": version}).expect(200)
    clock.move_to("2027-03-01T09:00:00+03:00")
    sweep_cases()


def test_every_event_of_policies_is_told_as_the_contract_says(
    api: People, rate: Rate, clock: time_machine.Traveller
) -> None:
    rate("15")
    play(api, added(api.agent, PERSON), clock)

    told = [event for event in outbox.events() if event["type"] in EVENTS]
    assert {event["type"] for event in told} == set(EVENTS)
    validator = Draft202012Validator(events_document(), format_checker=FormatChecker(["date-time"]))
    for event in told:
        validator.validate(event)
        assert type(any_event().validate_python(event)) is event_model(event["type"])
        private = ("Гевердава", "Продан", "1HGCM82633A004352", "XTAGFK", "А123ВС")
        assert [each for each in private if each in str(event)] == []
