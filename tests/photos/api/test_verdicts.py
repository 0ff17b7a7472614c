"""Verdicts over HTTP."""

from typing import Any

import pytest

from tests.support.api.people import People
from tests.support.api.steps import asked, photo_sent


@pytest.fixture
def photo(api: People) -> Any:
    """Return a photo that waits, as the API lists it."""
    request = asked(api.staff)
    photo_sent(request)
    return listed(api, request["case_id"]) | {"case_id": request["case_id"]}


def listed(api: People, case_id: str) -> Any:
    (item,) = api.viewer.get(f"/v1/cases/{case_id}/attachments").expect(200)["items"]
    return item


def test_a_verdict_is_given_shown_and_taken_back(api: People, photo: Any) -> None:
    path = f"/v1/attachments/{photo['id']}/verdict"
    assert (photo["verdict"], photo["to_review"]) == (None, True)
    assert [case["to_review"] for case in api.viewer.get("/v1/cases?to_review=true").expect(200)["items"]] == [1]

    given = api.key.put(path, {"usable": False, "reason": "other", "text": "Чужой знак"}).expect(200)

    shown = listed(api, photo["case_id"])
    assert (shown["verdict"], shown["to_review"]) == (given, False)
    assert {name: given[name] for name in ("usable", "reason", "text")} == {
        "usable": False,
        "reason": "other",
        "text": "Чужой знак",
    }
    assert given["by"].startswith("key:")
    assert api.staff.get("/v1/cases?to_review=true").expect(200)["items"] == []
    case = api.viewer.get(f"/v1/cases/{photo['case_id']}").expect(200)
    assert (case["to_review"], case["review_since"]) == (0, None)
    assert "photo.unusable" in [entry["type"] for entry in case["timeline"]]

    assert api.staff.put(path, {"usable": True}).expect(200)["usable"] is True
    for _ in range(2):
        api.staff.delete(path).expect(204)
    assert api.staff.get(f"/v1/cases/{photo['case_id']}").expect(200)["to_review"] == 1


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, ["/usable"]),
        ({"usable": False, "text": "x" * 201, "more": 1}, ["/more", "/reason", "/text"]),
        ({"usable": False, "reason": "ugly"}, ["/reason"]),
        ({"usable": True, "reason": "dark", "text": "x"}, ["/reason", "/text"]),
        ({"usable": False, "reason": "other"}, ["/text"]),
    ],
)
def test_all_that_is_wrong_with_a_verdict_is_said(
    api: People, photo: Any, body: dict[str, Any], wrong: list[str]
) -> None:
    problem = api.staff.put(f"/v1/attachments/{photo['id']}/verdict", body).expect(422)

    assert sorted(each["pointer"] for each in problem["errors"]) == wrong


def test_who_may_only_look_gives_none_and_others_find_none(api: People, photo: Any) -> None:
    path = f"/v1/attachments/{photo['id']}/verdict"
    api.viewer.put(path, {"usable": True}).expect(403)
    api.viewer.delete(path).expect(403)
    api.stranger.put(path, {"usable": True}).expect(404)
    assert listed(api, photo["case_id"])["verdict"] is None
