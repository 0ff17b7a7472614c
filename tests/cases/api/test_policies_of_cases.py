"""Cases that name policies, by the API."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chalicelib.features.cases import service
from chalicelib.features.policies import service as policies
from chalicelib.features.policies.service import Wanted
from chalicelib.identity import keys
from tests.clients.bodies import PERSON, added, named
from tests.policies.sales import PLATE, VIN, sold
from tests.support.api.client import Api, as_key
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People, admin_of
from tests.support.faults import counted

CASES = "/v1/cases"
NOW = "2026-11-29T09:00:00+03:00"
OWNER = {"name": "Гевердава Вера Сергеевна", "phone": "+79109370341", "email": "vera@example.org"}
VEHICLE = {"vin": VIN, "plate": PLATE, "make": "LADA", "model": "Vesta"}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def opened(by: Api, **body: Any) -> Any:
    return by.post(CASES, body).expect(201)


def osago(by: Api, client_id: str, **changes: Any) -> str:
    terms = {"product": "osago", "number": "ХХХ 0123456789", "sum_insured": None, "paid_instalments": 1}
    made: str = sold(by, client_id, **{**terms, **changes})["id"]
    return made


def listed(by: Api, policy_id: str, query: str = "") -> list[str]:
    return [each["id"] for each in by.get(f"/v1/policies/{policy_id}/cases?{query}").expect(200)["items"]]


def key_of(api: People, *scopes: str) -> Api:
    return as_key(keys.add_api_key(account_id=api.account.id, name="CRM", scopes=frozenset(scopes))[1])


def test_case_54_a_policy_gives_owner_phone_vehicle_and_process(api: People) -> None:
    client_id = added(api.agent, PERSON)
    policy_id = osago(api.agent, client_id)

    case = opened(api.staff, policy_id=policy_id)

    assert (case["client_id"], case["owner"]) == (client_id, OWNER)
    assert (case["vehicle"], case["process"]) == (VEHICLE, "osago")
    assert (case["policy"]["id"], case["policy"]["number"]) == (policy_id, "ХХХ 0123456789")
    assert (case["policy"]["in_force_at_loss"], case["policy"]["statuses_at_loss"], case["warnings"]) == (None, [], [])
    shown = api.staff.get(f"{CASES}/{case['id']}").expect(200)
    assert {name: shown[name] for name in case} == case


@pytest.mark.parametrize(
    ("occurred_at", "reason"),
    [
        ("2026-11-30T20:59:59Z", "not_begun"),
        ("2026-11-30T21:00:00Z", None),
        ("2027-11-30T20:59:59Z", None),
        ("2027-11-30T21:00:00Z", "ended"),
    ],
)
def test_case_54_a_loss_outside_the_term_is_a_warning(api: People, occurred_at: str, reason: str | None) -> None:
    policy_id = osago(api.agent, added(api.agent, PERSON))

    case = opened(api.staff, policy_id=policy_id, loss={"occurred_at": occurred_at})

    assert [(each["code"], each["reason"]) for each in case["warnings"]] == (
        [("policy_not_in_force", reason)] if reason else []
    )
    assert case["policy"]["in_force_at_loss"] is (reason is None)
    assert api.viewer.get(f"{CASES}/{case['id']}").expect(200)["warnings"] == case["warnings"]


def test_the_page_says_that_an_unpaid_policy_was_not_in_force(api: People) -> None:
    unpaid = osago(api.agent, added(api.agent, PERSON), paid_instalments=0)
    case = opened(api.staff, policy_id=unpaid, loss={"occurred_at": "2026-11-28T09:00:00Z"})

    words = seen(at_desk(api.staff).speaking("en").get(f"/console/cases/{case['id']}"))

    assert "At the time of loss not in force" in " ".join(words.split())
    assert "unknown time of loss" not in words


def test_a_loss_before_the_payment_or_after_a_cancellation_is_a_warning(api: People) -> None:
    unpaid = osago(api.agent, added(api.agent, PERSON), paid_instalments=0)
    other = sold(api.agent, added(api.agent, named("Сидоров Пётр")), paid_instalments=1, vehicle={"plate": "В001ОР 99"})
    body = {"effective": "2027-03-10", "reason": "Продан", "version": other["version"]}
    api.staff.post(f"/v1/policies/{other['id']}/cancel", body).expect(200)

    def reasons(policy_id: str, occurred_at: str) -> list[str]:
        case = opened(api.staff, policy_id=policy_id, loss={"occurred_at": occurred_at})
        return [each["reason"] for each in case["warnings"]]

    assert reasons(unpaid, "2027-01-10T09:00:00Z") == ["not_paid"]
    assert reasons(other["id"], "2027-03-10T20:59:59Z") == []
    assert reasons(other["id"], "2027-03-10T21:00:00Z") == ["cancelled"]


def test_the_days_of_grace_of_the_account_hold_in_cases_too(api: People) -> None:
    terms = {"plan": "in_4", "begins": "2026-08-01", "ends": "2027-07-31", "paid_instalments": 1}
    policy_id = sold(api.agent, added(api.agent, PERSON), **terms)["id"]
    api.admin.patch("/v1/account/sales", {"version": 0, "grace_days": 100}).expect(200)

    def of_case() -> tuple[object, ...]:
        case = opened(api.staff, policy_id=policy_id, loss={"occurred_at": "2026-12-05T09:00:00Z"})
        return case["policy"]["status"], case["policy"]["statuses_at_loss"], case["warnings"]

    assert of_case()[:2] == ("in_force", ["in_force"])
    api.admin.patch("/v1/account/sales", {"version": 1, "grace_days": 0}).expect(200)
    # A late instalment is said, and ends nothing.
    assert of_case() == ("unpaid", ["unpaid", "in_force"], [])


def test_what_the_body_says_wins_and_another_vehicle_is_left_alone(api: People) -> None:
    client_id = added(api.agent, PERSON)
    policy_id, other = osago(api.agent, client_id), added(api.staff, named("Сидоров Пётр"))

    own = opened(api.staff, policy_id=policy_id, process="kasko", owner={"phone": "+7 916 123-45-67"})
    car = opened(api.staff, policy_id=policy_id, vehicle={"plate": "В001ОР99"})
    same = opened(api.staff, policy_id=policy_id, vehicle={"plate": "a123bc777"})
    third = opened(api.staff, policy_id=policy_id, client_id=other)

    assert (own["process"], own["owner"]["phone"], own["owner"]["name"]) == ("kasko", "+79161234567", OWNER["name"])
    assert (car["vehicle"]["plate"], car["vehicle"]["vin"]) == ("В001ОР99", None)
    assert (same["vehicle"]["plate"], same["vehicle"]["vin"]) == ("A123BC777", VIN)
    assert (third["client_id"], third["owner"]["name"]) == (other, "Сидоров Пётр")


def test_a_policy_named_later_fills_only_what_nobody_says(api: People) -> None:
    client_id = added(api.agent, PERSON)
    policy_id, case = osago(api.agent, client_id), opened(api.staff, owner={"name": "Анна"})["id"]

    changes = {"policy_id": policy_id, "owner": {"email": None}, "vehicle": {"make": None}}
    changed = api.staff.patch(f"{CASES}/{case}", changes).expect(200)

    assert changed["owner"] == {"name": "Анна", "phone": OWNER["phone"], "email": None}
    assert (changed["vehicle"], changed["process"]) == ({**VEHICLE, "make": None}, "osago")
    assert (changed["client_id"], changed["policy"]["id"]) == (client_id, policy_id)
    late = {"loss": {"occurred_at": "2026-11-29T06:00:00Z"}}
    assert api.staff.patch(f"{CASES}/{case}", late).expect(200)["warnings"][0]["reason"] == "not_begun"


@pytest.mark.parametrize("policy_id", ["pol_1", "pol_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"])
def test_a_policy_that_is_none_of_ours_is_refused(api: People, policy_id: str) -> None:
    case = opened(api.staff)["id"]

    assert api.staff.post(CASES, {"policy_id": policy_id}).pointers == ["/policy_id"]
    assert api.staff.patch(f"{CASES}/{case}", {"policy_id": policy_id}).pointers == ["/policy_id"]
    assert api.staff.post("/v1/photo-requests", {"case": {"policy_id": policy_id}}).pointers == ["/case/policy_id"]


def test_a_policy_of_another_account_is_refused(api: People) -> None:
    policy_id = osago(api.agent, added(api.agent, PERSON))

    assert api.stranger.post(CASES, {"policy_id": policy_id}).pointers == ["/policy_id"]
    api.stranger.get(f"/v1/policies/{policy_id}/cases").expect(404)


def test_an_id_of_another_system_stays_as_it_is(api: People) -> None:
    case = opened(api.staff, policy_id="OSAGO-17")

    assert (case["policy_id"], case["policy"], case["warnings"]) == ("OSAGO-17", None, [])


def test_a_key_names_and_sees_policies_by_its_scopes(api: People) -> None:
    client_id = added(api.agent, PERSON)
    policy_id = osago(api.agent, client_id)
    blind = key_of(api, "cases:read", "cases:write")

    refused = blind.post(CASES, {"policy_id": policy_id})
    case = opened(key_of(api, "cases:write", "policies:read"), policy_id=policy_id)

    assert (refused.pointers, "policies:read" in refused.text) == (["/policy_id"], True)
    # The client is an agent's: the key learns no more of it than the policy says.
    assert (case["client_id"], case["owner"]) == (client_id, {"name": OWNER["name"], "phone": None, "email": None})
    shown = blind.get(f"{CASES}/{case['id']}").expect(200)
    assert (shown["policy_id"], shown["policy"], shown["warnings"]) == (policy_id, None, [])


def test_a_request_for_photos_opens_a_case_by_a_policy(api: People) -> None:
    policy_id = osago(api.agent, added(api.agent, PERSON))

    asked = {"case": {"policy_id": policy_id}, "channels": ["sms"]}
    made = api.staff.post("/v1/photo-requests", asked).expect(201)

    assert made["phone"] == OWNER["phone"]
    assert api.staff.get(f"{CASES}/{made['case_id']}").expect(200)["vehicle"] == VEHICLE


def test_an_erased_holder_is_not_named(api: People) -> None:
    client_id = added(api.agent, PERSON)
    policy_id = osago(api.agent, client_id)
    api.admin.post(f"/v1/clients/{client_id}/erasure", {"reason": "отзыв"}).expect(200)

    case = opened(api.staff, policy_id=policy_id)

    assert (case["client_id"], case["owner"]["phone"], case["owner"]["email"]) == (None, None, None)


def test_the_cases_of_a_policy_follow_it(api: People) -> None:
    client_id = added(api.agent, PERSON)
    first = osago(api.agent, client_id)
    second = sold(api.agent, client_id, vehicle={"plate": "В001ОР 99"})["id"]
    made = [opened(api.staff, policy_id=first)["id"] for _ in range(4)]

    api.staff.patch(f"{CASES}/{made[0]}", {"policy_id": second}).expect(200)
    page = api.viewer.get(f"/v1/policies/{first}/cases?limit=2").expect(200)

    assert [each["id"] for each in page["items"]] == made[:1:-1]
    assert listed(api.viewer, first, f"limit=2&cursor={page['next_cursor']}") == [made[1]]
    assert listed(api.viewer, second) == [made[0]]
    api.agent.get(f"/v1/policies/{first}/cases").expect(403)


def test_cases_and_policies_are_read_by_one_query_each(api: People) -> None:
    client_id, caller = added(api.agent, PERSON), admin_of(api)
    policy_id = osago(api.agent, client_id)
    opened(api.staff, policy_id=policy_id)
    service.list_of_policy(caller, policy_id, limit=25, position=None)
    reads = (
        lambda: service.list_of_policy(caller, policy_id, limit=25, position=None),
        lambda: policies.list_policies(caller, Wanted(client_id=client_id), limit=25, position=None),
        lambda: policies.list_policies(caller, Wanted(vehicle=VIN), limit=25, position=None),
        lambda: policies.list_policies(caller, Wanted(vehicle=PLATE), limit=25, position=None),
    )

    for read in reads:
        with counted() as calls:
            found = read()
        assert (calls, len(found.items)) == (["Query", "BatchGetItem"], 1)


def test_opening_a_case_by_a_policy_reads_twice_more(api: People) -> None:
    caller, policy_id = admin_of(api), osago(api.agent, added(api.agent, PERSON))
    service.open_case(caller, service.NewCase(policy_id=policy_id))

    with counted() as calls:
        service.open_case(caller, service.NewCase(policy_id=policy_id))

    assert calls == ["GetItem", "GetItem", "TransactWriteItems"]
