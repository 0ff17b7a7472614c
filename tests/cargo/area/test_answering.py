"""A company starts an announced claim or rejects it with a reason; a rejection can be undone for a week."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.features.claims import service
from tests.cabinet.visitors import HOME, at_area
from tests.cargo.people import colleague, visitor
from tests.cargo.shippers import CLAIMS, announced, shipper
from tests.claims.cases import shown, told
from tests.claims.papers import announced as paper
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.area import open_area


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-04-06T10:00:00+02:00", tick=False) as traveller:
        yield traveller


def test_a3_before_the_start_there_are_no_documents_but_questions(api: People) -> None:
    client_id = shipper(api)
    claim = announced(api.staff, client_id)
    company = visitor(api, client_id)

    refused = company.call("POST", f"/claims/{claim['id']}/documents", paper(b"invoice", slot="invoice"))
    asked = company.call(
        "POST", f"/claims/{claim['id']}/messages", {"id": "01JQ8ZK3N5V7W9X2Y4B6D8F0HA", "text": "¿Qué hace falta?"}
    )

    assert (refused.status, asked.status) == (409, 201)


def test_a4_a_rejection_is_undone_on_day_7_and_not_on_day_8(api: People, clock: time_machine.Traveller) -> None:
    client_id = shipper(api)
    claim = announced(api.staff, client_id)
    person, move = colleague(api, client_id, "ana"), f"/claims/{claim['id']}/moves"
    open_area(api.account.id)
    at_area(person).call("POST", move, {"version": 1, "move": "reject", "code": "below_deductible"}).expect(200)
    assert shown(api.key, claim["id"])["rejection"] == {"code": "below_deductible", "text": ""}
    (event,) = told("claim.rejected")
    assert event["claim_id"] == claim["id"]

    clock.shift(timedelta(days=8))
    late = at_area(person).call("POST", move, {"version": 2, "move": "undo_rejection"})
    clock.shift(timedelta(days=-1))
    undone = at_area(person).call("POST", move, {"version": 2, "move": "undo_rejection"})

    assert (late.status, undone.status) == (409, 200)
    after = shown(api.key, claim["id"])
    assert (after["stage"], after["rejection"]) == ("announced", None)


def test_a5_of_start_and_rejection_at_once_one_wins(api: People) -> None:
    client_id = shipper(api)
    claim = announced(api.staff, client_id)
    start, reject = f"{CLAIMS}/{claim['id']}/start", f"{CLAIMS}/{claim['id']}/reject"

    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda each: api.key.post(each[0], each[1]).status,
                [(start, {"version": 1}), (reject, {"version": 1, "code": "no_damage"})],
            )
        )

    assert sorted(answers) == [200, 409]
    stage = shown(api.key, claim["id"])["stage"]
    assert stage == ("documents" if answers[0] == 200 else "rejected")


def test_a5_a_rejection_between_the_reading_and_the_writing_of_a_start_wins(
    api: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = announced(api.staff, shipper(api))
    path, really, rejected = f"{CLAIMS}/{claim['id']}", service.save, list[int]()

    def rejecting(*args: Any, **options: Any) -> Any:
        if not rejected:
            rejected.append(0)
            rejected[0] = api.staff.post(f"{path}/reject", {"version": 1, "code": "no_damage"}).status
        return really(*args, **options)

    monkeypatch.setattr(service, "save", rejecting)
    started = api.key.post(f"{path}/start", {"version": 1})

    assert (rejected, started.status) == ([200], 409)
    assert (shown(api.key, claim["id"])["stage"], told("claim.started")) == ("rejected", [])


def test_another_reason_takes_words(api: People) -> None:
    client_id = shipper(api)
    claim = announced(api.staff, client_id)
    company = visitor(api, client_id)

    refused = company.call("POST", f"/claims/{claim['id']}/moves", {"version": 1, "move": "reject", "code": "other"})

    assert refused.pointers == ["/reason"]
    assert api.key.post(f"{CLAIMS}/{claim['id']}/reject", {"version": 1}).pointers == ["/reason"]


def test_the_page_of_the_rejection_asks_for_the_reason(api: People) -> None:
    client_id = shipper(api)
    claim = announced(api.staff, client_id)
    company, page = visitor(api, client_id), f"{HOME}/claims/{claim['id']}/moves/reject"

    form = company.get(page)
    refused = company.post(page, {"version": "1", "reason": "Ya pagado"})
    done = company.post(page, {"version": "1", "code": "settled_with_carrier"})

    assert "Lo hemos resuelto con el porteador" in seen(form)
    assert (refused.status, done.status) == (422, 303)
    assert "Elija el motivo." in seen(refused)
    assert "Escriba el motivo" not in seen(company.post(page, {"version": "1"}))
    assert "Ya pagado" in refused.text
    assert shown(api.key, claim["id"])["rejection"]["code"] == "settled_with_carrier"


def test_anothers_claim_is_not_found(api: People) -> None:
    claim = announced(api.staff, shipper(api))
    stranger = visitor(api, shipper(api, tax_number="7728168971", name="Otra, S. L."))

    answer = stranger.call("POST", f"/claims/{claim['id']}/moves", {"version": 1, "move": "start"})

    assert answer.status == 404
    assert stranger.get(f"{HOME}/claims/{claim['id']}").status == 404
