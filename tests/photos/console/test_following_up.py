"""Staff's actions on a case's page: convert it, delete a photo, resend, extend or withdraw a request."""

from typing import Any

import pytest

from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import PHONE, asked, photo_sent
from tests.support.moto_states import remembered

FORGED = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}


@pytest.fixture
def desk(api: People) -> Desk:
    """Return the browser of someone of the staff, in English."""
    return at_desk(api.staff).speaking("en")


@pytest.fixture
def request_(api: People) -> Any:
    """Return a request that was sent by SMS and has one photo."""
    return remembered("one photo after an SMS", lambda: _made(api))


def _made(api: People) -> Any:
    request = asked(api.staff, phone=PHONE, email="ivan@example.org", channels=["sms"])
    photo_sent(request)
    return request


def state(api: People, request: Any) -> Any:
    """Return a request as it now is."""
    return api.key.get(f"/v1/photo-requests/{request['id']}").expect(200)


def tab_of(request: Any) -> str:
    """Return the address that following up redirects to."""
    return f"/console/cases/{request['case_id']}?tab=requests"


def test_a_request_is_sent_again_by_the_ticked_channels(api: People, desk: Desk, request_: Any) -> None:
    answer = desk.post(f"/console/requests/{request_['id']}/resend", {"channels": ["email"]})

    assert (answer.status, answer.headers["location"]) == (303, tab_of(request_))
    assert [message["channel"] for message in state(api, request_)["messages"]] == ["sms", "email"]
    assert "The request is being sent again." in seen(desk.get(tab_of(request_)))


def test_without_a_channel_the_form_comes_back_and_says_so(api: People, desk: Desk, request_: Any) -> None:
    answer = desk.post(f"/console/requests/{request_['id']}/resend")

    assert answer.status == 422
    assert "Tick how to send the request" in seen(answer)
    assert "checked" not in answer.text
    assert len(state(api, request_)["messages"]) == 1


def test_more_days_are_given(api: People, desk: Desk, request_: Any) -> None:
    answer = desk.post(f"/console/requests/{request_['id']}/extend", {"days": "3"})

    assert (answer.status, answer.headers["location"]) == (303, tab_of(request_))
    assert state(api, request_)["expires_at"] > request_["expires_at"]


@pytest.mark.parametrize("days", ["0", "31", "", "-3", "many", "²", "9" * 50])
def test_days_that_make_no_sense_come_back_as_they_were_typed(
    api: People, desk: Desk, request_: Any, days: str
) -> None:
    answer = desk.post(f"/console/requests/{request_['id']}/extend", {"days": days})

    assert answer.status == 422
    assert "Give 1 to 30 days." in seen(answer)
    assert f'name="days" value="{days}"' in answer.text
    assert state(api, request_)["expires_at"] == request_["expires_at"]


def test_withdrawing_asks_first_and_keeps_the_photos(api: People, desk: Desk, request_: Any) -> None:
    question = desk.get(f"/console/requests/{request_['id']}/revoke")
    assert (question.status, "Withdraw this request?" in seen(question)) == (200, True)
    assert state(api, request_)["status"] == "in_progress"

    answer = desk.post(f"/console/requests/{request_['id']}/revoke")

    assert (answer.status, answer.headers["location"]) == (303, tab_of(request_))
    assert (state(api, request_)["status"], state(api, request_)["photos"]) == ("revoked", 1)


@pytest.mark.parametrize(("deed", "fields"), [("resend", {"channels": "sms"}), ("extend", {"days": "3"})])
def test_what_has_ended_meanwhile_is_told_beside_the_request(
    api: People, desk: Desk, request_: Any, deed: str, fields: dict[str, str | list[str]]
) -> None:
    api.staff.post(f"/v1/photo-requests/{request_['id']}/revoke").expect(200)

    answer = desk.post(f"/console/requests/{request_['id']}/{deed}", fields)

    assert answer.status == 409
    assert "This request has ended" in seen(answer)


def photo_of(api: People, request: Any) -> str:
    """Return the console's address of a request's first photo."""
    items = api.staff.get(f"/v1/cases/{request['case_id']}/attachments").expect(200)["items"]
    return f"/console/cases/{request['case_id']}/photos/{items[0]['id']}"


def test_deleting_a_photo_asks_first(api: People, request_: Any) -> None:
    admin, photo = at_desk(api.admin).speaking("en"), photo_of(api, request_)
    question = admin.get(f"{photo}/delete")
    assert "Delete this photo for good?" in seen(question)
    assert "Повреждения-01.jpg" in seen(question)

    answer = admin.post(f"{photo}/delete")

    assert (answer.status, answer.headers["location"]) == (303, f"/console/cases/{request_['case_id']}")
    assert api.staff.get(f"/v1/cases/{request_['case_id']}/attachments").json["items"] == []
    assert admin.post(f"{photo}/delete").status == 404
    history = seen(admin.get(f"/console/cases/{request_['case_id']}?tab=history"))
    assert "You Photo deleted: Повреждения-01.jpg SHA-256" in history


def test_a_photo_is_deleted_only_through_its_own_case(api: People, request_: Any) -> None:
    photo, other_case = photo_of(api, request_), asked(api.staff)["case_id"]

    answer = at_desk(api.admin).post(photo.replace(request_["case_id"], other_case) + "/delete")

    assert answer.status == 404
    assert len(api.staff.get(f"/v1/cases/{request_['case_id']}/attachments").json["items"]) == 1


def test_a_case_is_converted_with_its_processes_fields(api: People, desk: Desk, request_: Any) -> None:
    form = f"/console/cases/{request_['case_id']}/convert"
    offered = seen(desk.get(form))
    assert "OSAGO" in offered
    assert "KASKO" in offered
    assert 'name="field-policy_number"' in desk.get(f"{form}?process=osago").text

    fields = {"process": "osago", "field-policy_number": "ХХХ 1", "field-loss_date": "2026-02-01", "field-amount": ""}
    answer = desk.post(form, fields)

    assert (answer.status, answer.headers["location"]) == (303, f"/console/cases/{request_['case_id']}")
    page = seen(desk.get(answer.headers["location"]))
    for expected in ("The case is converted.", "Converted OSAGO", "ХХХ 1", "2026-02-01", "1 photo"):
        assert expected in page


def test_wrong_fields_come_back_as_they_were_typed(api: People, desk: Desk, request_: Any) -> None:
    form = f"/console/cases/{request_['case_id']}/convert"

    answer = desk.post(form, {"process": "osago", "field-loss_date": "yesterday", "field-amount": "dear"})

    assert answer.status == 422
    words = seen(answer)
    for expected in ("This field is required.", "Must be a date such as", "Must be a number such as 1250.50."):
        assert expected in words
    assert 'value="yesterday"' in answer.text
    assert api.staff.get(f"/v1/cases/{request_['case_id']}").json["status"] == "waiting"


def test_a_process_that_the_account_has_not_is_told_above_the_choice(desk: Desk, request_: Any) -> None:
    answer = desk.post(f"/console/cases/{request_['case_id']}/convert", {"process": "theft"})

    assert answer.status == 422
    assert "The account has no such process" in seen(answer)


def deeds(api: People, request: Any) -> list[str]:
    """Return every address of these pages that a form is sent to."""
    asked_for = f"/console/requests/{request['id']}"
    return [
        f"{asked_for}/resend",
        f"{asked_for}/extend",
        f"{asked_for}/revoke",
        f"/console/cases/{request['case_id']}/convert",
        f"{photo_of(api, request)}/delete",
    ]


def test_forms_from_elsewhere_do_nothing(api: People, request_: Any) -> None:
    admin, before = at_desk(api.admin), api.staff.get(f"/v1/cases/{request_['case_id']}").json

    for path in deeds(api, request_):
        for headers in (FORGED, {}, {"Origin": "null"}):
            fields = {"days": "3", "channels": "sms", "process": "kasko"}
            assert admin.post(path, fields, headers=headers).status == 403, path

    assert api.staff.get(f"/v1/cases/{request_['case_id']}").json == before


def test_a_viewer_and_another_account_can_do_nothing(api: People, request_: Any) -> None:
    viewer, stranger = at_desk(api.viewer), at_desk(api.stranger)
    before = api.staff.get(f"/v1/cases/{request_['case_id']}").json

    for path in deeds(api, request_):
        fields = {"days": "3", "channels": "sms", "process": "kasko"}
        assert viewer.post(path, fields).status == 403, path
        assert stranger.post(path, fields).status == 404, path

    assert api.staff.get(f"/v1/cases/{request_['case_id']}").json == before
