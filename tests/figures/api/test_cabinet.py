"""Figures of the client area by the API: registered clients, and payments in one press."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chalicelib.features.cabinet import forgetting
from chalicelib.features.cabinet.service import counting, counting_anew
from chalicelib.features.cabinet.table import figures as table
from tests.cabinet.api.test_invitations import links, ready, token_in
from tests.cabinet.joiners import PASSWORD, Joiner, email_code, insured, letters, sms_code
from tests.cabinet.visitors import Visitor
from tests.clients.bodies import PERSON, added, named, person
from tests.payments import conftest as payments
from tests.payments.banks import Till
from tests.policies.area.people import client_of_area
from tests.policies.sales import sold
from tests.support.api.client import Api
from tests.support.api.people import People
from tests.support.area import holder, open_area, registered
from tests.support.mailboxes import verify_sender

bank, yookassa, _bills = payments.bank, payments.yookassa, payments._bills
FIGURES = "/v1/figures/cabinet"


@pytest.fixture(autouse=True)
def _today() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False) as clock:
        yield clock


def shown(by: Api, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = by.get(f"{FIGURES}{query}").expect(200)
    return found


def clients(by: Api) -> tuple[int, int, float | None]:
    total = shown(by)["total"]
    return total["insured"], total["registered"], total["registered_share"]


def joined(api: People) -> str:
    """Register a client by the number of the policy, and return the client's id."""
    open_area(api.account.id)
    verify_sender()
    client_id = insured(api)
    joiner = Joiner(api.account.id).asked()
    joiner.confirm(sms=sms_code(), email=email_code()).expect(200)
    joiner.choose().expect(201)
    return client_id


def pay(visitor: Visitor, policy: dict[str, Any], number: int, **changes: Any) -> dict[str, Any]:
    started: dict[str, Any] = visitor.call(
        "POST", "/payments", {"subject": f"inst#{policy['id']}#{number}", **changes}
    ).expect(201)
    return started


def test_without_clients_and_payments_there_is_nothing(api: People) -> None:
    found = shown(api.staff)

    assert (found["months"], found["total"]["registered_share"], found["total"]["one_press_share"]) == ([], None, None)
    assert found["total"]["payments_in_area"] == {"one_press": 0, "confirmed": 0, "page": 0}


def test_clients_count_from_their_first_policy_and_their_cabinet_on(api: People) -> None:
    other = added(api.agent, named("Сидоров Пётр"))
    for _ in range(2):
        sold(api.agent, other)
    added(api.agent, named("Никто Ничего"))

    assert clients(api.staff) == (1, 0, 0.0)
    client_id = joined(api)
    assert clients(api.staff) == (2, 1, 50.0)
    sold(api.staff, client_id)
    assert clients(api.staff) == (2, 1, 50.0)
    assert shown(api.staff)["total"]["opened"] == {"alone": 1, "prepared": 0, "automatic": 0}
    assert clients(api.stranger) == (0, 0, None)


def test_cabinets_count_by_the_way_of_their_registration(api: People) -> None:
    open_area(api.account.id, automatic_invitations=True)
    verify_sender()
    sold(api.staff, ready(api))
    by_system = Joiner(api.account.id)
    by_system.post(f"invitations/{links()[0]}", {}).expect(201)
    by_system.choose().expect(201)
    prepared = insured(api, phone="+79161234588", email="p@mail.example", document=None, surname="Петрова")
    api.staff.post(f"/v1/clients/{prepared}/invitation", {"document_seen": True}).expect(202)
    by_staff = Joiner(api.account.id)
    by_staff.post(f"invitations/{token_in(letters()[-1][1])}", {}).expect(201)
    by_staff.confirm(sms=sms_code("+79161234588")).expect(200)
    by_staff.post("registrations/password", {"password": PASSWORD, "consents": ["personal_data"]}).expect(201)

    total = shown(api.staff)["total"]

    assert total["opened"] == {"alone": 0, "prepared": 1, "automatic": 1}
    assert (total["insured"], total["registered"]) == (2, 2)


def test_months_keep_the_clients_of_earlier_ones(api: People, _today: time_machine.Traveller) -> None:
    joined(api)
    _today.move_to("2027-02-03T09:00:00+03:00")
    sold(api.key, added(api.key, named("Сидоров Пётр")))

    found = shown(api.key)

    months = [
        (each["month"], each["insured"], each["registered_share"], each["opened"]["alone"]) for each in found["months"]
    ]
    assert months == [("2026-12", 1, 100.0, 1), ("2027-01", 1, 100.0, 0), ("2027-02", 2, 50.0, 0)]
    (last,) = shown(api.key, "?from=2027-02&to=2027-02")["months"]
    assert (last["insured"], last["registered"]) == (2, 1)


def test_an_erased_client_is_taken_off_once(api: People) -> None:
    client_id = joined(api)
    for _ in range(2):
        forgetting.forget(api.account.id, client_id)

    assert clients(api.staff) == (0, 0, None)
    assert shown(api.staff)["total"]["closed"] == {"erased": 1, "merged": 0}
    assert table.get_standing(api.account.id, client_id) is None


def test_merged_clients_count_once(api: People) -> None:
    first, second = added(api.admin, PERSON), added(api.admin, person(surname="Гевердаве", document=None))
    sold(api.admin, first)
    sold(api.admin, second)
    registered(api.account.id, holder(second))
    assert list(counting_anew.count_all([api.account.id])) == [(api.account.id, 1)]
    assert clients(api.admin) == (2, 1, 50.0)

    api.admin.post(f"/v1/clients/{first}/merge", {"from": [second], "version": 1}).expect(200)

    assert clients(api.admin) == (1, 1, 100.0)
    assert shown(api.admin)["total"]["closed"] == {"erased": 0, "merged": 0}  # the one cabinet went on
    assert table.get_standing(api.account.id, second) is None


def test_of_two_cabinets_of_merged_clients_one_ends(api: People) -> None:
    first, second = joined(api), added(api.staff, named("Сидоров Пётр"))
    sold(api.staff, second)
    registered(api.account.id, holder(second), email="o@mail.example", phone="+79167654321")
    list(counting_anew.count_all([api.account.id]))
    assert clients(api.staff) == (2, 2, 100.0)

    assert [counting.move(api.account.id, second, first) for _ in range(2)] == [1, 0]

    assert clients(api.staff) == (1, 1, 100.0)
    assert shown(api.staff)["total"]["closed"] == {"erased": 0, "merged": 1}


def test_what_was_there_before_the_figures_is_counted_once(api: People) -> None:
    client_id = joined(api)
    sold(api.staff, client_id)
    counting.forget(api.account.id, client_id)  # as if it had never been counted

    assert list(counting_anew.count_all([api.account.id])) == [(api.account.id, 1)]
    assert list(counting_anew.count_all([api.account.id])) == [(api.account.id, 0)]

    assert clients(api.staff) == (1, 1, 100.0)


def test_payments_count_by_the_way_and_the_place_in_which_they_were_made(api: People, yookassa: Till) -> None:
    client_id = added(api.agent, PERSON)
    policy = sold(api.agent, client_id, plan="in_4")
    visitor = client_of_area(api, client_id)
    first = pay(visitor, policy, 1, save=True)
    yookassa.act(first["url"], "pay")
    for _ in range(2):
        visitor.call("POST", f"/payments/{first['id']}/check", {}).expect(200)
    (method,) = visitor.call("GET", "/methods").expect(200)["items"]
    pay(visitor, policy, 2, method=method["id"])
    yookassa.switch(saved_method="confirm")
    third = pay(visitor, policy, 3, method=method["id"])
    assert shown(api.staff)["total"]["payments_in_area"]["confirmed"] == 0
    yookassa.act(third["url"], "pay")
    visitor.call("POST", f"/payments/{third['id']}/check", {}).expect(200)
    fourth = api.agent.post("/v1/payments", {"subject": f"inst#{policy['id']}#4"}).expect(201)
    yookassa.act(fourth["url"], "pay")
    api.agent.post(f"/v1/payments/{fourth['id']}/check", {}).expect(200)

    total = shown(api.staff)["total"]

    assert total["payments_in_area"] == {"one_press": 1, "confirmed": 1, "page": 1}
    assert total["payments_elsewhere"] == {"one_press": 0, "confirmed": 0, "page": 1}
    assert total["one_press_share"] == 33.33


def test_money_that_goes_back_is_not_counted(api: People, yookassa: Till) -> None:
    client_id = added(api.agent, PERSON)
    policy = sold(api.agent, client_id, plan="in_4")
    visitor = client_of_area(api, client_id)
    started = pay(visitor, policy, 1)
    received = {"instalments": [1], "version": policy["version"]}
    api.agent.post(f"/v1/policies/{policy['id']}/received", received).expect(200)
    yookassa.act(started["url"], "pay")
    paid = visitor.call("POST", f"/payments/{started['id']}/check", {}).expect(200)

    assert paid["state"] in {"succeeded", "refunded"}
    assert set(shown(api.staff)["total"]["payments_in_area"].values()) == {0}


def test_months_are_limited(api: People) -> None:
    refused = api.staff.get(f"{FIGURES}?from=2010-01").expect(422)

    assert [each["pointer"] for each in refused["errors"]] == ["?from"]
    assert api.agent.get(FIGURES).status == 403
