"""Photos of the vehicle of a quote, by the API."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.base.ids import new_id
from chalicelib.features.inspections import table
from chalicelib.identity import keys
from tests.clients.bodies import PERSON, added, named, other_agent, person
from tests.policies.sales import PLATE, VIN, quote
from tests.support.api.client import Api, as_key
from tests.support.api.people import People
from tests.support.faults import Crash, between

SETTINGS = "/v1/account/inspections"


def quoted(api: People, client_id: str | None = None, **changes: Any) -> str:
    made: str = api.agent.post("/v1/quotes", quote(client_id or added(api.agent, PERSON), **changes)).expect(201)["id"]
    return made


def photos_of(quote_id: str) -> str:
    return f"/v1/quotes/{quote_id}/photos"


def asked(by: Api, quote_id: str) -> Any:
    return by.post(photos_of(quote_id), {}).expect(200)


def test_b8_one_press_asks_the_client_in_a_case_of_its_own(api: People) -> None:
    client_id = added(api.agent, PERSON)
    quote_id = quoted(api, client_id)
    api.admin.patch(SETTINGS, {"version": 0, "process": "osago", "template": "quick", "days": 3}).expect(200)

    made = asked(api.staff, quote_id)

    case = api.staff.get(f"/v1/cases/{made['case_id']}").expect(200)
    assert (case["client_id"], case["process"], case["owner"]["phone"]) == (client_id, "osago", "+79109370341")
    assert (case["vehicle"]["vin"], case["vehicle"]["plate"]) == (VIN, PLATE)
    (request,) = case["requests"]
    assert (request["id"], [each["code"] for each in request["categories"]]) == (made["request_id"], ["vin"])
    assert [(each["channel"], each["to"]) for each in request["messages"]] == [("sms", "+79109370341")]
    assert (made["is_open"], made["photos"], made["missing"]) == (True, 0, ["vin"])
    assert api.viewer.get(photos_of(quote_id)).expect(200) == made


def test_a_second_press_gives_the_same_request_while_it_is_open(api: People) -> None:
    quote_id = quoted(api)
    first = asked(api.staff, quote_id)

    assert asked(api.agent, quote_id)["asked_at"] == first["asked_at"]
    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(lambda _: asked(api.staff, quote_id), range(4)))

    assert {each["request_id"] for each in again} == {first["request_id"]}
    assert len(api.staff.get("/v1/cases").expect(200)["items"]) == 1


def test_presses_at_once_make_one_request(api: People) -> None:
    quote_id = quoted(api)

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: asked(api.staff, quote_id), range(4)))

    assert len({each["request_id"] for each in made}) == 1
    assert len(api.staff.get("/v1/cases").expect(200)["items"]) == 1


def test_after_an_end_a_further_request_is_in_the_same_case(api: People) -> None:
    quote_id = quoted(api)
    first = asked(api.staff, quote_id)
    api.staff.post(f"/v1/photo-requests/{first['request_id']}/revoke", {}).expect(200)
    assert api.staff.get(photos_of(quote_id)).expect(200)["status"] == "revoked"

    second = asked(api.staff, quote_id)

    assert (second["case_id"], second["request_id"] != first["request_id"]) == (first["case_id"], True)


def test_a_crash_after_the_request_makes_no_second_one(api: People) -> None:
    quote_id, written = quoted(api), []

    def crash(operation: str, parameters: dict[str, Any], call: Any) -> Any:
        answer = call()
        if operation == "TransactWriteItems":
            written.append(operation)
            raise Crash
        return answer

    with between(crash), pytest.raises(Crash):
        api.staff.post(photos_of(quote_id), {})
    assert (table.get_inspection(api.account.id, quote_id), len(written)) == (None, 1)

    made = asked(api.staff, quote_id)
    (case,) = api.staff.get("/v1/cases").expect(200)["items"]
    assert case["id"] == made["case_id"]


def test_an_agent_asks_and_sees_the_state_and_no_case(api: People) -> None:
    quote_id = quoted(api)

    made = asked(api.agent, quote_id)

    assert (made["is_open"], made["case_id"], made["request_id"]) == (True, None, None)
    assert api.agent.get(photos_of(quote_id)).expect(200) == made
    (case,) = api.staff.get("/v1/cases").expect(200)["items"]
    # Nobody handles the case yet: an agent sees no cases.
    assert case["handler"] is None
    other_agent(api).post(photos_of(quote_id), {}).expect(404)
    other_agent(api).get(photos_of(quote_id)).expect(404)


def test_before_anybody_has_asked_there_is_nothing(api: People) -> None:
    quote_id = quoted(api)

    shown = api.agent.get(photos_of(quote_id)).expect(200)

    assert (shown["quote_id"], shown["status"], shown["is_open"], shown["photos"]) == (quote_id, None, False, 0)
    api.staff.get(photos_of(new_id("quo"))).expect(404)
    api.staff.post(photos_of(new_id("quo")), {}).expect(404)


def test_a_quote_that_is_sold_or_has_ended_is_refused(api: People) -> None:
    client_id = added(api.agent, PERSON)
    sold, ended = quoted(api, client_id), quoted(api, client_id)
    api.agent.post(f"/v1/quotes/{sold}/price", {}).expect(200)
    api.agent.post(f"/v1/quotes/{sold}/sell", {}).expect(201)

    refused = [api.agent.post(photos_of(sold), {})]
    ends = api.agent.get(f"/v1/quotes/{ended}").expect(200)["ends_at"]
    key = as_key(
        keys.add_api_key(
            account_id=api.account.id, name="CRM", scopes=frozenset({"inspections:write", "clients:read"})
        )[1]
    )
    house = api.key.post("/v1/quotes", quote(added(api.key, named("Сидоров Пётр")))).expect(201)["id"]
    with time_machine.travel(datetime.fromisoformat(ends) + timedelta(days=1), tick=False):
        refused.append(key.post(photos_of(house), {}))

    assert [(each.status, each.json["reason"]) for each in refused] == [(409, "quote-sold"), (409, "quote-ended")]


def test_a_client_without_phone_is_written_to_and_one_without_both_is_refused(api: People) -> None:
    by_mail = quoted(api, added(api.agent, person(phone=None)))
    made = asked(api.staff, by_mail)
    case = api.staff.get(f"/v1/cases/{made['case_id']}").expect(200)
    assert [each["channel"] for each in case["requests"][0]["messages"]] == ["email"]
    masked = as_key(
        keys.add_api_key(
            account_id=api.account.id, name="CRM", scopes=frozenset({"inspections:write", "clients:read"})
        )[1]
    )
    house = api.key.post("/v1/quotes", quote(added(api.key, named("Сидоров Пётр")))).expect(201)["id"]

    refused = masked.post(photos_of(house), {})

    assert (refused.status, refused.json["reason"]) == (409, "client-unreachable")


def test_a_quote_without_a_vehicle_is_refused(api: People) -> None:
    body = {"product": "property", "vehicle": None, "fields": {"address": "Москва, Тверская, 1"}}
    made = api.agent.post("/v1/quotes", quote(added(api.agent, PERSON), **body))
    refused = api.agent.post(photos_of(made.expect(201)["id"]), {})

    assert (refused.status, refused.json["reason"]) == (409, "no-vehicle")


def test_choices_that_the_account_does_not_have_are_refused(api: People) -> None:
    refused = api.admin.patch(SETTINGS, {"version": 0, "process": "none", "template": "none", "days": 31})

    assert set(refused.pointers) == {"/process", "/template", "/days"}
    assert api.key.get(SETTINGS).expect(200) == {"process": None, "template": None, "days": 7, "version": 0}
