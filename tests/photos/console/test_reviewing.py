"""Reviewing photos at the console without a script, and the parts that its script asks for."""

import re
from typing import Any

import pytest

from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import asked, photo_sent


@pytest.fixture
def desk(api: People) -> Desk:
    """Return the browser of someone of the staff, in English."""
    return at_desk(api.staff).speaking("en")


@pytest.fixture
def photo(api: People) -> Any:
    """Return a photo that waits, with its case."""
    return waiting(api)


def waiting(api: People) -> Any:
    request = asked(api.staff)
    photo_sent(request)
    return listed(api, request["case_id"]) | {"case_id": request["case_id"]}


def listed(api: People, case_id: str) -> Any:
    (item,) = api.key.get(f"/v1/cases/{case_id}/attachments").expect(200)["items"]
    return item


def form_at(photo: Any) -> str:
    return f"/console/cases/{photo['case_id']}/photos/{photo['id']}/verdict"


def test_a_tile_has_a_form_that_gives_and_takes_back_a_verdict(api: People, desk: Desk, photo: Any) -> None:
    page = desk.get(f"/console/cases/{photo['case_id']}")
    assert f'action="{form_at(photo)}"' in page.text
    assert "To review" in seen(page)
    assert "Review 1 photo" in seen(page)

    answer = desk.post(form_at(photo), {"verdict": "other", "text": "Not our car", "seen": ""})
    assert (answer.status, answer.headers["location"]) == (303, f"/console/cases/{photo['case_id']}#{photo['id']}")
    given = listed(api, photo["case_id"])["verdict"]
    assert (given["usable"], given["reason"], given["text"]) == (False, "other", "Not our car")
    shown = seen(desk.get(f"/console/cases/{photo['case_id']}"))
    assert "Unusable: Other reason" in shown
    assert "Not our car" in shown
    assert "You," in shown

    desk.post(form_at(photo), {"verdict": "none", "text": "", "seen": given["at"]})
    assert listed(api, photo["case_id"])["verdict"] is None


@pytest.mark.parametrize(
    ("verdict", "text", "words"),
    [
        ("other", " ", "Say in a few words what is wrong with the photo."),
        ("", "", "Say why the photo is of no use."),
        ("usable", "x", "A usable photo has no reason."),
        ("dark", "x" * 201, "Must have at most 200 characters."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_is_kept(
    desk: Desk, photo: Any, verdict: str, text: str, words: str
) -> None:
    answer = desk.post(form_at(photo), {"verdict": verdict, "text": text, "seen": ""})

    assert answer.status == 422
    assert words in seen(answer)
    assert f'value="{text}"' in answer.text
    part = desk.post(form_at(photo), {"verdict": verdict, "text": text, "seen": "", "part": "1"})
    assert part.status == 422
    assert words in seen(part)
    assert part.text.startswith("<div")


def test_a_colleagues_verdict_is_shown_and_not_overwritten(api: People, desk: Desk, photo: Any) -> None:
    api.admin.put(f"/v1/attachments/{photo['id']}/verdict", {"usable": True}).expect(200)

    for part in ("", "1"):
        answer = desk.post(form_at(photo), {"verdict": "dark", "text": "", "seen": "", "part": part})
        assert answer.status == 409
        assert "A colleague has reviewed this photo at the same moment." in seen(answer)
        assert "Usable" in seen(answer)
    assert listed(api, photo["case_id"])["verdict"]["usable"] is True


def test_a_script_gets_the_part_that_says_the_verdict(desk: Desk, photo: Any) -> None:
    answer = desk.post(form_at(photo), {"verdict": "blurred", "text": "", "seen": "", "part": "1"})

    assert answer.status == 200
    assert re.search(r'class="verdict" data-code="blurred" data-seen="\d', answer.text)
    assert "data-waits" not in answer.text


def test_the_way_leads_from_case_to_case_and_ends_when_all_are_reviewed(api: People, desk: Desk) -> None:
    photos = [waiting(api) for _ in range(3)]
    first, second, third = (photo["case_id"] for photo in photos)

    def following(but: str = "", after: str = "") -> str:
        return str(desk.get(f"/console/review?but={but}&after={after}").headers["location"])

    def next_of(case_id: str) -> str:
        found = re.search(r'data-next="/console/review\?([^"]+)"', desk.get(f"/console/cases/{case_id}").text)
        assert found
        query = found[1].replace("&amp;", "&")
        return str(desk.get(f"/console/review?{query}").headers["location"])

    assert following() == f"/console/cases/{first}#review"
    assert [next_of(case) for case in (first, second, third)] == [
        f"/console/cases/{case}#review" for case in (second, third, first)
    ]
    for photo in photos[1:]:
        api.staff.put(f"/v1/attachments/{photo['id']}/verdict", {"usable": True}).expect(200)
    assert next_of(first) == f"/console/cases/{first}#review"
    api.staff.put(f"/v1/attachments/{photos[0]['id']}/verdict", {"usable": True}).expect(200)
    assert next_of(first) == "/console?show=review"
    assert "All photos are reviewed." in seen(desk.get("/console?show=review"))


def test_who_may_only_look_sees_verdicts_and_no_forms(api: People, photo: Any) -> None:
    api.staff.put(f"/v1/attachments/{photo['id']}/verdict", {"usable": False, "reason": "dark"}).expect(200)
    page = at_desk(api.viewer).speaking("en").get(f"/console/cases/{photo['case_id']}")

    assert "Unusable: Too dark" in seen(page)
    assert form_at(photo) not in page.text
    assert "review-bar" not in page.text
