"""Figures of requests by the API: counted in the transactions that open, answer, close and rate them."""

from datetime import timedelta
from typing import Any

import time_machine

from chalicelib.base.clock import now
from chalicelib.features.clients.table import get_client
from chalicelib.features.conversations import forgetting
from tests.clients.bodies import added, named
from tests.conversations.requests import registered, with_desks
from tests.conversations.writers import TICKETS, opened, written
from tests.support.api.client import Api
from tests.support.api.people import People

FIGURES = "/v1/figures/tickets"
ULID = "01JQ8ZK3N5V7W9X2Y4B6D8F0HB"


def shown(by: Api, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = by.get(f"{FIGURES}{query}").expect(200)
    return found


def total(by: Api, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = shown(by, query)["total"]
    return found


def test_without_requests_there_is_nothing(api: People) -> None:
    found = shown(api.staff)

    assert found["groups"] == []
    assert found["total"]["opened"] == 0
    assert found["total"]["mean_hours"] is found["total"]["mean_stars"] is None


def test_a_request_is_counted_where_and_when_it_is_opened_answered_closed_and_rated(api: People) -> None:
    client = opened(api)
    ticket = written(client)
    path = f"/v1/tickets/{ticket['id']}"
    for _ in range(2):  # the same answer again counts once
        api.staff.post(f"{path}/answer", {"id": ULID, "text": "Он у вас в кабинете."}).expect(200)
    client.post(f"{TICKETS}/{ticket['id']}/messages", {"text": "Не вижу."}).expect(201)
    for _ in range(2):
        api.staff.post(f"{path}/close", {"text": "Отправили ещё раз."} if _ == 0 else {}).expect(200)
    client.post(f"{TICKETS}/{ticket['id']}/rating", {"stars": 4}).expect(201)

    found = shown(api.staff)

    counts = {"opened": 1, "answered": 2, "in_time": 2, "late": 0, "closed": 1, "rated": 1, "mean_stars": 4.0}
    assert {name: found["total"][name] for name in counts} == counts
    (group,) = found["groups"]
    assert {name: group[name] for name in counts} == counts
    assert (group["desk"], group["topic"], group["month"]) == ("general", "question", found["last_month"])


def test_a_late_answer_counts_in_its_month_with_the_hours_of_its_term(api: People) -> None:
    with time_machine.travel("2026-11-27T10:00:00+03:00", tick=False) as clock:
        ticket = registered(api.key, "question")
        api.key.post(f"/v1/tickets/{registered(api.key, 'complaint')['id']}/answer", {"text": "Да"}).expect(200)
        clock.shift(timedelta(days=10))
        api.key.post(f"/v1/tickets/{ticket['id']}/answer", {"text": "Поздно"}).expect(200)
        groups = {(each["month"], each["topic"]): each for each in shown(api.key)["groups"]}

    assert (groups["2026-11", "question"]["opened"], groups["2026-11", "question"]["answered"]) == (1, 0)
    late = groups["2026-12", "question"]
    assert (late["opened"], late["late"], late["in_time"], late["mean_hours"]) == (0, 1, 0, 240.0)
    assert groups["2026-11", "complaint"]["in_time"] == 1


def test_figures_are_those_of_the_callers_desks(api: People) -> None:
    with_desks(api.admin, claims=[f"sub-viewer-{api.account.id}"], sales=[f"sub-staff-{api.account.id}"])
    claim, _ = registered(api.admin, "claims"), registered(api.admin, "sales")
    api.admin.post(f"/v1/tickets/{claim['id']}/route", {"desk": "sales", "reason": "О продаже"}).expect(200)
    api.admin.post(f"/v1/tickets/{claim['id']}/close", {"text": "Готово"}).expect(200)

    assert total(api.admin)["opened"] == 2
    assert (total(api.staff)["opened"], total(api.staff)["answered"]) == (1, 1)  # the routed one is answered there
    assert (total(api.viewer)["opened"], total(api.viewer)["answered"]) == (1, 0)
    assert total(api.admin, "?desk=claims")["opened"] == total(api.admin, "?topic=sales")["opened"] == 1


def test_an_erased_request_ends_without_an_answer(api: People) -> None:
    client = get_client(api.account.id, added(api.key, named("Сидоров Пётр")))
    assert client is not None
    registered(api.staff, client_id=client.id)
    for _ in range(2):
        forgetting.forget(api.account.id, client.id)

    found = total(api.staff)
    assert (found["closed"], found["answered"]) == (1, 0)


def test_months_are_limited(api: People) -> None:
    month = f"{now():%Y-%m}"

    assert shown(api.staff, f"?from={month}&to={month}")["first_month"] == month
    refused = api.staff.get(f"{FIGURES}?from=2010-01").expect(422)
    assert [each["pointer"] for each in refused["errors"]] == ["?from"]
