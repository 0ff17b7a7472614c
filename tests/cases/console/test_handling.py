"""The handler of a case: the first one, taking a case over, and permissions."""

import re
from collections.abc import Callable

import pytest

from tests.cases.console.test_inbox import opened
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import asked
from tests.support.faults import between


@pytest.fixture
def desk(api: People) -> Desk:
    """Return the browser of someone of the staff, in English."""
    return at_desk(api.staff).speaking("en")


def actor(role: str, api: People) -> str:
    return f"user:sub-{role}-{api.account.id}"


def handler(api: People, case_id: str) -> object:
    return api.viewer.get(f"/v1/cases/{case_id}").expect(200)["handler"]


def taken(desk: Desk, case_id: str, *, instead_of: str = "") -> int:
    return desk.post(f"/console/cases/{case_id}/take", {"instead_of": instead_of}).status


def events(api: People, case_id: str) -> list[str]:
    return [entry["type"] for entry in api.viewer.get(f"/v1/cases/{case_id}").expect(200)["timeline"]]


def test_who_opens_a_case_or_asks_in_it_first_handles_it(api: People) -> None:
    by_staff, by_key = opened(api.staff), opened(api.key)
    assert handler(api, by_staff) == actor("staff", api)
    assert handler(api, by_key) is None

    asked(api.key, case_id=by_key)
    assert handler(api, by_key) is None
    asked(api.admin, case_id=by_key)
    asked(api.staff, case_id=by_key)

    assert handler(api, by_key) == actor("admin", api)
    assert handler(api, asked(api.staff)["case_id"]) == actor("staff", api)


def test_changing_or_converting_a_case_takes_it_from_nobody(api: People) -> None:
    case = opened(api.admin)

    api.staff.patch(f"/v1/cases/{case}", {"policy_id": "own-1"}).expect(200)
    api.staff.post(f"/v1/cases/{case}/convert", {"process": "kasko"}).expect(200)

    assert handler(api, case) == actor("admin", api)


def test_nobodys_case_is_taken_with_one_click(api: People, desk: Desk) -> None:
    case = opened(api.key)
    page = desk.get(f"/console/cases/{case}")
    assert "Take the case" in seen(page)
    assert "Handled by" not in seen(page)

    answer = desk.post(f"/console/cases/{case}/take", {"instead_of": ""})

    assert (answer.status, answer.headers["location"]) == (303, f"/console/cases/{case}")
    page = desk.get(f"/console/cases/{case}")
    assert "You handle this case now." in seen(page)
    assert "Handled by you" in seen(page)
    assert "Take the case" not in seen(page)
    assert "You Took the case" in seen(desk.get(f"/console/cases/{case}?tab=history"))


def test_a_colleagues_case_can_be_taken_over_and_says_whose_it_is(api: People, desk: Desk) -> None:
    case = opened(api.admin)
    page = desk.get(f"/console/cases/{case}")
    assert "Handled by admin@staff.example" in seen(page)
    shown = re.search(r'name="instead_of" value="([^"]*)"', page.text)
    assert shown

    assert taken(desk, case, instead_of=shown[1]) == 303

    assert handler(api, case) == actor("staff", api)
    assert "Handled by staff@staff.example" in seen(at_desk(api.viewer).speaking("en").get(f"/console/cases/{case}"))


def test_taking_is_told_once_however_often_it_is_done(api: People, desk: Desk) -> None:
    case = opened(api.key)
    before = api.staff.get(f"/v1/cases/{case}").expect(200)["version"]

    assert [taken(desk, case), taken(desk, case), taken(desk, case, instead_of="user:somebody")] == [303, 303, 303]

    assert events(api, case).count("case.taken") == 1
    assert api.staff.get(f"/v1/cases/{case}").expect(200)["version"] == before + 1


def test_who_comes_second_is_told_and_may_still_take_it(api: People, desk: Desk) -> None:
    case = opened(api.key)
    assert taken(at_desk(api.admin), case) == 303

    answer = desk.post(f"/console/cases/{case}/take", {"instead_of": ""})

    assert answer.status == 409
    assert "Someone else has just taken this case." in seen(answer)
    assert 'role="alert"' in answer.text
    assert "Handled by admin@staff.example" in seen(answer)
    assert handler(api, case) == actor("admin", api)
    assert taken(desk, case, instead_of=actor("admin", api)) == 303
    assert handler(api, case) == actor("staff", api)


def test_a_change_in_between_keeps_nobody_from_taking_it(api: People, desk: Desk) -> None:
    case = opened(api.key)
    changed: list[int] = []

    def meanwhile(operation: str, _: object, call: Callable[[], object]) -> object:
        if operation == "TransactWriteItems" and not changed:
            changed.append(1)
            api.admin.patch(f"/v1/cases/{case}", {"policy_id": "own-1"}).expect(200)
        return call()

    with between(meanwhile):
        assert taken(desk, case) == 303

    shown = api.staff.get(f"/v1/cases/{case}").expect(200)
    assert (shown["handler"], shown["policy_id"]) == (actor("staff", api), "own-1")


def test_a_viewer_sees_who_handles_a_case_and_may_not_take_it(api: People) -> None:
    case, viewer = opened(api.staff), at_desk(api.viewer).speaking("en")

    page = viewer.get(f"/console/cases/{case}")

    assert "Handled by staff@staff.example" in seen(page)
    assert "/take" not in page.text
    assert taken(viewer, case, instead_of=actor("staff", api)) == 403
    assert handler(api, case) == actor("staff", api)


def test_another_accounts_case_is_not_there(api: People, desk: Desk) -> None:
    case = opened(api.stranger)

    assert taken(desk, case) == 404
    assert api.stranger.get(f"/v1/cases/{case}").expect(200)["handler"] != actor("staff", api)


def test_a_form_from_elsewhere_takes_nothing(api: People, desk: Desk) -> None:
    case = opened(api.key)

    answer = desk.post(f"/console/cases/{case}/take", {}, headers={"Origin": "https://elsewhere.example"})

    assert answer.status == 403
    assert handler(api, case) is None


def test_the_api_shows_handler_and_end_of_waiting(api: People) -> None:
    request = asked(api.staff, expires_in_days=2)

    (listed,) = api.staff.get("/v1/cases?status=waiting").expect(200)["items"]
    detail = api.staff.get(f"/v1/cases/{request['case_id']}").expect(200)

    for case in (listed, detail):
        assert case["handler"] == actor("staff", api)
        assert case["waits_until"] == request["expires_at"]
    api.staff.post(f"/v1/photo-requests/{request['id']}/revoke").expect(200)
    assert api.staff.get(f"/v1/cases/{request['case_id']}").expect(200)["waits_until"] is None
