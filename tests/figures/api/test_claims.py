"""Figures of claims by the API: counted in the transactions that move them."""

from datetime import timedelta
from typing import Any

import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.claims.figures import StageGroup
from chalicelib.features.claims.table import figures as table
from tests.claims.cases import claimed, complete, converted, opened, shown
from tests.claims.stays import stayed
from tests.support.api.client import Api
from tests.support.api.people import People

FIGURES = "/v1/figures/claims"


def groups(by: Api, query: str = "") -> dict[tuple[str, str, str], dict[str, Any]]:
    found = by.get(f"{FIGURES}{query}").expect(200)["groups"]
    return {(each["month"], each["process"], each["stage"]): each for each in found}


def moved(by: Api, claim_id: str, move: str) -> Any:
    version = shown(by, claim_id)["version"]
    return by.post(f"/v1/claims/{claim_id}/{move}", {"version": version}).expect(200)


def test_without_claims_there_is_nothing(api: People) -> None:
    assert groups(api.staff) == {}


def test_stages_are_counted_with_the_days_in_them(api: People) -> None:
    with time_machine.travel("2026-11-27T10:00:00+03:00", tick=False) as clock:
        claim_id = claimed(api.key)
        complete(api, claim_id)
        clock.shift(timedelta(days=10))
        assert moved(api.key, claim_id, "send")["stage"] == "review"
        found = groups(api.key)

    came = found["2026-11", "osago", "documents"]
    assert (came["entered"], came["left"], came["mean_days"]) == (1, 0, None)
    left = found["2026-12", "osago", "documents"]
    assert (left["entered"], left["left"], left["mean_days"]) == (0, 1, 10.0)
    assert (left["measured"], left["median_days"]) == (1, None)
    reviewed = found["2026-12", "osago", "review"]
    assert (reviewed["entered"], reviewed["left"]) == (1, 0)


def test_a_change_that_keeps_the_stage_counts_nothing_and_another_process_does(api: People) -> None:
    case_id = opened(api.key)
    claim_id = converted(api.key, case_id)
    before = groups(api.key)
    complete(api, claim_id)

    assert groups(api.key) == before
    converted(api.key, case_id, "kasko")

    months = {each[0] for each in before}
    after = {key[1:]: (each["entered"], each["left"]) for key, each in groups(api.key).items()}
    assert len(months) == 1
    assert after == {("osago", "documents"): (1, 1), ("kasko", "documents"): (1, 0)}
    assert {key[1] for key in groups(api.key, "?process=kasko")} == {"kasko"}


def test_r23_twenty_stays_have_a_median_of_their_stage_and_of_their_kind(api: People) -> None:
    claim_id = claimed(api.key, "kasko")
    stayed(api, claim_id, *[4] * 10, *[5] * 10, kind="theft")
    stayed(api, claim_id, *[30] * 3, kind="collision")
    stayed(api, claim_id, 31)

    found = api.key.get(FIGURES).expect(200)

    (stage,) = [each for each in found["stages"] if (each["process"], each["stage"]) == ("kasko", "documents")]
    assert (stage["left"], stage["measured"], stage["median_days"]) == (24, 24, 5.0)
    assert stage["mean_days"] == round((10 * 4 + 10 * 5 + 3 * 30 + 31) / 24, 2)
    assert stage["kinds"] == [
        {"kind": "collision", "measured": 3, "median_days": None},
        {"kind": "theft", "measured": 20, "median_days": 4.5},
    ]


def test_stays_from_before_they_were_measured_have_a_mean_alone(api: People) -> None:
    claim_id = claimed(api.key)
    tx, group = Transaction(), StageGroup(f"{now():%Y-%m}", "osago", "documents")
    table.add_counts(tx, api.account.id, {group: {"left": 30, "minutes": 30 * 3 * 1440}}, spread_by=claim_id)
    tx.commit()

    (stage,) = api.key.get(FIGURES).expect(200)["stages"]

    assert (stage["left"], stage["mean_days"], stage["measured"], stage["median_days"]) == (30, 3.0, 0, None)


def test_months_are_limited(api: People) -> None:
    refused = api.staff.get(f"{FIGURES}?from=2010-01").expect(422)

    assert [each["pointer"] for each in refused["errors"]] == ["?from"]
