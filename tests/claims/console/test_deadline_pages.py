"""Deadlines on the claim's tab, and the page that waives one."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from chalicelib.features.claims.stages import Stage
from tests.claims.cases import changed, claimed, shown
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

#: A Monday, 12:00 in Moscow.
START = datetime(2026, 12, 21, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def tab_of(claim_id: str) -> str:
    return f"/console/cases/{claim_id.replace('claim_', 'case_')}?tab=claim"


def complete(api: People, claim_id: str, at: datetime = START) -> None:
    body = {"version": shown(api.key, claim_id)["version"], "facts": {"complete_at": at.isoformat()}}
    api.key.call("PATCH", f"/v1/claims/{claim_id}", body=body).expect(200)


@pytest.mark.parametrize(
    ("language", "waits", "runs"),
    [
        ("ru", "ждём: все документы", ("40-ФЗ, ст. 12, п. 21", "срок идёт", "осталось 28 дней")),
        ("es", "toda la documentación", ("quedan 28 días",)),
        ("en", "waiting for all documents", ("the deadline is running", "28 days left")),
    ],
)
def test_the_tab_shows_deadlines(api: People, language: Any, waits: str, runs: tuple[str, ...]) -> None:
    claim_id = claimed(api.key)
    desk = at_desk(api.viewer).speaking(language)

    assert waits in seen(desk.get(tab_of(claim_id)))
    complete(api, claim_id)
    page = seen(desk.get(tab_of(claim_id)))

    assert [each for each in runs if each not in page] == []


def test_on_the_last_day_it_says_today(api: People) -> None:
    claim_id = claimed(api.key)
    complete(api, claim_id, datetime(2026, 12, 1, 9, tzinfo=UTC))

    assert "2026, today" in seen(at_desk(api.viewer).speaking("en").get(tab_of(claim_id)))


def test_a_deadline_is_waived_with_a_reason(api: People) -> None:
    claim_id = claimed(api.key)
    complete(api, claim_id)
    desk, page = at_desk(api.staff).speaking("en"), f"/console/claims/{claim_id}/deadlines/decision/waive"
    assert page in desk.get(tab_of(claim_id)).text
    assert "Decision" in seen(desk.get(page))

    empty = desk.post(page, {"reason": " "})
    assert (empty.status, 'id="reason-wrong"' in empty.text) == (422, True)
    assert desk.post(page, {"reason": "Клиент <ждёт>"}).status == 303

    tab = desk.get(tab_of(claim_id)).text
    assert "Waived: Клиент &lt;ждёт&gt;" in tab
    assert page not in tab
    again = desk.post(page, {"reason": "x"})
    assert (again.status, "can be waived" in seen(again)) == (409, True)


def test_viewers_and_closed_claims_have_no_link(api: People) -> None:
    claim_id = claimed(api.key)
    page = f"/console/claims/{claim_id}/deadlines/decision/waive"
    assert page not in at_desk(api.viewer).get(tab_of(claim_id)).text
    assert at_desk(api.viewer).get(page).status == 403
    changed(api, claim_id, stage=Stage.CLOSED)

    assert page not in at_desk(api.staff).get(tab_of(claim_id)).text


def test_an_unknown_deadline_has_no_page(api: People) -> None:
    claim_id = claimed(api.key)
    desk, page = at_desk(api.staff), f"/console/claims/{claim_id}/deadlines/none/waive"

    assert (desk.get(page).status, desk.post(page, {"reason": "x"}).status) == (404, 404)
