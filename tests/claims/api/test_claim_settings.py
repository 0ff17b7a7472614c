"""The account's processes of claims over HTTP."""

from typing import Any

import pytest

from tests.claims.cases import claimed, shown
from tests.claims.wrong_input import STAGES
from tests.support.api.people import People

SETTINGS = "/v1/account/claims"


def process(**changes: Any) -> dict[str, Any]:
    slots = [{"code": "notice", "labels": {"ru": "Заявление"}}]
    return {"code": "kasko", "stages": STAGES, "slots": slots, **changes}


def deadline(**changes: Any) -> dict[str, Any]:
    return {"code": "dd", "labels": {"en": "D"}, "after": "complete_at", "count": 3, **changes}


def test_usual_processes_hold_until_some_are_saved(api: People) -> None:
    found = api.viewer.get(SETTINGS).expect(200)

    assert ([each["code"] for each in found["processes"]], found["version"]) == (
        ["osago", "kasko", "cargo", "other"],
        0,
    )
    kasko = found["processes"][1]
    assert [each["code"] for each in kasko["deadlines"]] == ["notice", "notice_of_theft", "decision"]
    saved = api.admin.patch(SETTINGS, {"version": 0, "processes": found["processes"]}).expect(200)
    assert saved == {"processes": found["processes"], "version": 1}


def test_b10_a_claim_keeps_the_rules_that_it_began_with(api: People) -> None:
    before = claimed(api.staff, "kasko")

    api.admin.patch(SETTINGS, {"version": 0, "processes": [process()]}).expect(200)

    later = claimed(api.staff, "kasko")
    codes = [[each["code"] for each in shown(api.staff, claim_id)["slots"]] for claim_id in (before, later)]
    assert codes[0][0] == "notice_of_loss"
    assert codes[1] == ["notice"]


def test_a_process_without_rules_of_its_own_has_those_of_other(api: People) -> None:
    api.admin.patch(SETTINGS, {"version": 0, "processes": [process(code="other")]}).expect(200)

    claim = shown(api.staff, claimed(api.staff, "kasko"))

    assert (claim["process"], [each["code"] for each in claim["slots"]]) == ("kasko", ["notice"])


def test_a_process_that_announces_claims_waits_for_the_client(api: People) -> None:
    stages = [{"code": "announced", "labels": {"en": "Announced"}}, *STAGES]
    api.admin.patch(SETTINGS, {"version": 0, "processes": [process(stages=stages, announced=True)]}).expect(200)

    claim = shown(api.staff, claimed(api.staff, "kasko"))
    started = api.staff.post(f"/v1/claims/{claim['id']}/start", {"version": claim["version"]}).expect(200)

    assert (claim["stage"], started["stage"]) == ("announced", "documents")


def test_a_stale_version_is_a_conflict(api: People) -> None:
    api.admin.patch(SETTINGS, {"version": 0, "processes": [process()]}).expect(200)

    api.admin.patch(SETTINGS, {"version": 0, "processes": [process()]}).expect(409)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"stages": [*STAGES[:3], {"code": "repair", "labels": {"en": "Repair"}}]}, "/stages"),
        ({"announced": True}, "/announced"),
        ({"slots": [{"code": "aa", "labels": {"en": "A"}}] * 2}, "/slots/1/code"),
        ({"slots": [{"code": "chat", "labels": {"en": "A"}}]}, "/slots/0/code"),
        ({"slots": [{"code": "aa", "labels": {"en": "A"}, "need": "one_of"}]}, "/slots/0/group"),
        ({"slots": [{"code": "aa", "labels": {"en": "A"}, "when": {"colour": ["red"]}}]}, "/slots/0/when/colour"),
        ({"slots": [{"code": "aa", "labels": {"en": "A"}, "when": {"injured": ["yes"]}}]}, "/slots/0/when/injured"),
        ({"slots": [{"code": "aa", "labels": {"en": "A"}, "unless": {"paid_at": ["May"]}}]}, "/slots/0/unless/paid_at"),
        ({"deadlines": [deadline(after="sunset_at")]}, "/deadlines/0/after"),
        ({"deadlines": [deadline(unless={"colour": ["red"]})]}, "/deadlines/0/unless/colour"),
        ({"deadlines": [deadline(when={"injured": ["1"]})]}, "/deadlines/0/when/injured"),
        ({"deadlines": [deadline(met_by=["paid_at", "sunset_at"])]}, "/deadlines/0/met_by/1"),
        (
            {"deadlines": [deadline(suspended={"start": "claimed_at", "end": "sunset_at"})]},
            "/deadlines/0/suspended/end",
        ),
    ],
)
def test_what_does_not_fit_is_told_at_its_place(api: People, changes: dict[str, Any], pointer: str) -> None:
    refused = api.admin.patch(SETTINGS, {"version": 0, "processes": [process(**changes)]})

    assert (refused.status, refused.pointers) == (422, [f"/processes/0{pointer}"])


def test_deadlines_that_are_counted_from_each_other_are_refused(api: People) -> None:
    rules = [deadline(after="late"), deadline(code="late", after="dd"), deadline(code="more", after="dd")]

    refused = api.admin.patch(SETTINGS, {"version": 0, "processes": [process(deadlines=rules)]})

    assert (refused.status, refused.pointers) == (
        422,
        ["/processes/0/deadlines/0/after", "/processes/0/deadlines/1/after"],
    )
