"""GET /v1/figures: the figures of an account's photo requests for back-ends."""

from datetime import timedelta

import pytest

from chalicelib.base.clock import now
from chalicelib.features.photos.figures import monday
from tests.figures.season import record, season
from tests.support.api.people import People
from tests.support.api.steps import PHONE, asked, photo_sent, token_of


def test_a_completed_request_is_told_with_its_steps(api: People) -> None:
    request = asked(api.staff, phone=PHONE, channels=["sms"])
    api.nobody.post(f"/r/{token_of(request)}/opened", {"device": "phone"}).expect(204)
    photo_sent(request)
    for _ in range(2):
        api.nobody.post(f"/r/{token_of(request)}/submit").expect(200)
    asked(api.staff, channels=[])

    answer = api.key.get("/v1/figures").expect(200)

    done, waiting = sorted(answer["groups"], key=lambda group: group["still_open"])
    assert (done["channel"], done["device"], done["completed"], done["photos"]) == ("sms", "phone", 1, 1)
    steps = {step["code"]: step["requests"] for step in done["steps"]}
    # nothing was sent in this test
    assert steps == {"opened": 0, "first_photo": 1, "completed": 1, "whole": 0, "delivered": 0}
    assert (waiting["channel"], waiting["device"], waiting["requests"], waiting["still_open"]) == ("none", None, 1, 1)
    assert answer["last_week"] == monday(now().date()).isoformat()
    assert (answer["settled_weeks"], answer["settled"]["completion"]) == ([], None)


def test_settled_weeks_have_a_completion_rate(api: People) -> None:
    record(api.account.id, season(account_id=api.account.id, weeks=4, a_week=20))

    answer = api.viewer.get("/v1/figures").expect(200)

    settled = answer["settled"]
    assert len(answer["settled_weeks"]) >= 2
    assert settled["completion"] == settled["completed"] / (settled["requests"] - settled["still_open"])
    in_groups = [group for group in answer["groups"] if group["week"] in answer["settled_weeks"]]
    assert sum(group["requests"] for group in in_groups) == settled["requests"]
    assert sum(group["photos"] for group in in_groups) == settled["photos"]


def test_deliveries_are_timed_where_they_were_reported(api: People) -> None:
    record(api.account.id, season(account_id=api.account.id, weeks=4, a_week=20))

    settled = api.viewer.get("/v1/figures").expect(200)["settled"]

    (delivered,) = (step for step in settled["steps"] if step["code"] == "delivered")
    assert 0 < delivered["requests"] < settled["traced"] == settled["sent"]
    assert 1 <= delivered["median_seconds"] <= delivered["p90_seconds"] < 60


def test_a_range_is_named_by_days(api: People) -> None:
    today = now().date()
    record(api.account.id, season(account_id=api.account.id, weeks=3, a_week=10))

    answer = api.key.get(f"/v1/figures?from={today - timedelta(14)}&to={today - timedelta(7)}").expect(200)

    assert answer["first_week"] == monday(today - timedelta(14)).isoformat()
    weeks = {group["week"] for group in answer["groups"]}
    assert weeks == {answer["first_week"], answer["last_week"]}


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("from=2026-03-09&to=2026-03-02", "?from"),
        ("from=2020-03-09&to=2026-03-02", "?from"),
        ("from=soon", "?from"),
        ("to=2026-02-30", "?to"),
        ("weeks=3", "?weeks"),
    ],
)
def test_a_wrong_range_is_refused_by_its_field(api: People, query: str, pointer: str) -> None:
    answer = api.key.get(f"/v1/figures?{query}", headers={"Accept-Language": "ru"})

    assert (answer.status, answer.pointers) == (422, [pointer])


def test_another_account_is_told_nothing(api: People) -> None:
    asked(api.staff, channels=[])

    assert api.stranger.get("/v1/figures").expect(200)["groups"] == []
