"""Figures of conversations by the API: first answers, their time in office hours, and the promise."""

from datetime import timedelta
from typing import Any

import time_machine

from chalicelib.base.recent import clear_recent
from tests.claims.cases import claimed, shown
from tests.conversations.chats import answered, asked, in_area
from tests.conversations.requests import SETTINGS
from tests.conversations.service.test_expected_answers import client_of
from tests.support.api.client import Api
from tests.support.api.people import People

FIGURES = "/v1/figures/conversations"
#: A Monday in Moscow, the last day of a month, and the Tuesday after it.
MONDAY = "2026-11-30T10:00:00+03:00"


def figures(by: Api, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = by.get(f"{FIGURES}{query}").expect(200)
    return found


def promised(api: People, hours: int) -> None:
    version = api.admin.get(SETTINGS).expect(200)["version"]
    api.admin.patch(SETTINGS, {"version": version, "promise_hours": hours}).expect(200)
    clear_recent()


def test_without_answers_there_is_nothing(api: People) -> None:
    found = figures(api.viewer)

    assert found["months"] == []
    assert found["total"] == {"answered": 0, "median_hours": None, "promised": 0, "kept": 0}


def test_first_answers_are_counted_by_month_with_the_promise_that_held(api: People) -> None:
    _, claim_id = in_area(api)
    with time_machine.travel(MONDAY, tick=False) as clock:
        visitor = client_of(api, claim_id)
        asked(visitor, claim_id)
        clock.shift(timedelta(minutes=100))
        answered(api.key, claim_id)
        answered(api.key, claim_id, "Y algo más.")
    promised(api, 2)
    with time_machine.travel(MONDAY, tick=False) as clock:
        clock.shift(timedelta(days=1))
        for minutes in (120, 121):
            visitor = client_of(api, claim_id)
            asked(visitor, claim_id)
            asked(visitor, claim_id, "¿Hola?")
            clock.shift(timedelta(minutes=minutes))
            answered(api.key, claim_id)
        found = figures(api.key)

    november, december = found["months"]
    assert november == {"month": "2026-11", "answered": 1, "median_hours": None, "promised": 0, "kept": 0}
    assert december == {"month": "2026-12", "answered": 2, "median_hours": None, "promised": 2, "kept": 1}
    assert found["total"]["answered"] == 3


def test_ten_answers_have_a_median_in_office_hours(api: People) -> None:
    _, claim_id = in_area(api)
    client_id = shown(api.key, claim_id)["client_id"]
    claims = [claim_id, *(claimed(api.staff, "kasko", client_id=client_id) for _ in range(9))]
    with time_machine.travel("2026-11-30T17:30:00+03:00", tick=False) as clock:
        visitor = client_of(api, claim_id)
        for each in claims:
            asked(visitor, each)
        clock.move_to("2026-12-01T10:10:00+03:00")
        for each in claims[:9]:
            answered(api.key, each)
        few = figures(api.key)["total"]["median_hours"]
        clock.shift(timedelta(hours=5))
        answered(api.key, claims[9])
        found = figures(api.key)["total"]

    assert few is None
    assert (found["answered"], found["median_hours"]) == (10, 1.75)


def test_events_and_messages_that_nobody_waits_for_are_no_answers(api: People) -> None:
    _, claim_id = in_area(api)

    answered(api.key, claim_id, "Le escribimos nosotros.")

    assert figures(api.key)["months"] == []


def test_months_are_limited(api: People) -> None:
    refused = api.staff.get(f"{FIGURES}?from=2010-01").expect(422)

    assert [each["pointer"] for each in refused["errors"]] == ["?from"]
