"""The hand-over of a case to a colleague, in the console and by the API: permissions, recipients, effects."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.base import recent
from chalicelib.base.clock import now, stamp
from chalicelib.identity import table
from chalicelib.identity.model import Role, User
from tests.cases.console.test_inbox import opened
from tests.cases.console.test_unread import look_at, unread
from tests.support import outbox
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.faults import between


@pytest.fixture
def desk(api: People) -> Desk:
    """Return the browser of someone of the staff, in English."""
    return at_desk(api.staff).speaking("en")


def id_of(role: str, api: People) -> str:
    return f"sub-{role}-{api.account.id}"


def colleague(api: People, called: str = "Anna", *, signed_in: bool = False, **changes: Any) -> str:
    """Add somebody else to the staff; return the id."""
    known = {"name": called, "email": f"{called}@staff.example", "role": Role.STAFF, **changes}
    user = User(**{"id": f"sub-{called}", "account_id": api.account.id, "created_at": now(), **known})
    table.put_user(user)
    if signed_in:
        table.touch_user(user.id, at=stamp(now()))
    recent.clear_recent()
    return user.id


def shown(api: People, case_id: str) -> Any:
    return api.viewer.get(f"/v1/cases/{case_id}").expect(200)


def handed(desk: Desk, case_id: str, to: str, *, instead_of: str = "") -> int:
    return desk.post(f"/console/cases/{case_id}/hand-over", {"to": to, "instead_of": instead_of}).status


def offered(desk: Desk, case_id: str) -> list[str]:
    """Return whom the case's page offers to hand it over to."""
    found = re.search(r'<select id="colleague".*?</select>', desk.get(f"/console/cases/{case_id}").text, re.DOTALL)
    return re.findall(r'<option value="[^"]+">([^<]+)<', found[0]) if found else []


#: By caller and handler of the case: the answers to handing it over to a colleague, and to oneself.
BY = [
    ("admin", "admin", 200, 200),
    ("admin", "staff", 200, 200),
    ("admin", "", 200, 200),
    ("staff", "staff", 200, 200),
    ("staff", "admin", 403, 200),
    ("staff", "", 403, 200),
    ("key", "staff", 200, None),
    ("key", "", 200, None),
    ("viewer", "staff", 403, 403),
    ("viewer", "", 403, 403),
    ("stranger", "staff", 404, None),
    ("nobody", "staff", 401, None),
]


@pytest.mark.parametrize(("by", "handler", "to_colleague", "to_oneself"), BY)
def test_who_may_hand_over(api: People, by: str, handler: str, to_colleague: int, to_oneself: int | None) -> None:
    anna = colleague(api)
    for to, expected in ((anna, to_colleague), (id_of(by, api), to_oneself)):
        case = opened(getattr(api, handler or "key"))
        if expected is None:
            continue
        answer = getattr(api, by).put(f"/v1/cases/{case}/handler", {"user_id": to})

        before = f"user:{id_of(handler, api)}" if handler else None
        assert (answer.status, shown(api, case)["handler"]) == (expected, f"user:{to}" if expected == 200 else before)


#: Possible receivers of a case, by the known facts of the person.
TO: list[tuple[dict[str, Any], bool]] = [
    ({}, True),
    ({"role": Role.ADMIN}, True),
    ({"role": Role.VIEWER}, False),
    ({"role": Role.AGENT}, False),
    ({"disabled": True}, False),
    ({"invited_at": now()}, False),
    ({"invited_at": now(), "signed_in": True}, True),
    ({"invited_at": now(), "elsewhere": True}, False),
    ({"account_id": "acc_other"}, False),
]


@pytest.mark.parametrize(("person", "can_handle"), TO)
def test_to_whom(api: People, desk: Desk, person: dict[str, Any], can_handle: bool) -> None:
    case, anna = opened(api.staff), colleague(api, **person)

    listed = [each["user_id"] for each in api.staff.get("/v1/handlers").expect(200)["items"]]
    assert (anna in listed, "Anna" in offered(desk, case)) == (can_handle, can_handle)
    answer = api.staff.put(f"/v1/cases/{case}/handler", {"user_id": anna})

    assert answer.status == (200 if can_handle else 422)
    if not can_handle:
        assert [error["pointer"] for error in answer.json["errors"]] == ["/user_id"]
        assert handed(desk, case, anna, instead_of=f"user:{id_of('staff', api)}") == 422


def test_in_the_console_one_chooses_a_colleague(api: People, desk: Desk) -> None:
    anna, case = colleague(api), opened(api.staff)
    colleague(api, "Viewer", role=Role.VIEWER)
    assert offered(desk, case) == ["admin@staff.example", "Anna", "Nobody: whoever takes it"]

    answer = desk.post(f"/console/cases/{case}/hand-over", {"to": anna, "instead_of": f"user:{id_of('staff', api)}"})

    assert (answer.status, answer.headers["location"]) == (303, f"/console/cases/{case}")
    page = seen(desk.get(f"/console/cases/{case}"))
    assert "The case is handed over." in page
    assert "Handled by Anna" in page
    assert offered(desk, case) == []
    assert "You Handed the case over to Anna" in seen(desk.get(f"/console/cases/{case}?tab=history"))


def test_two_of_one_name_are_told_apart(api: People, desk: Desk) -> None:
    for each in ("Anna", "Other"):
        colleague(api, each, name="Anna")

    names = offered(desk, opened(api.staff))

    assert {"Anna (Anna@staff.example)", "Anna (Other@staff.example)"} < set(names)


def test_the_receiver_finds_it_unread_and_reads_who_gave_it(api: People, desk: Desk) -> None:
    case, admin = opened(api.staff), at_desk(api.admin).speaking("en")
    look_at(admin, case)

    assert handed(desk, case, id_of("admin", api), instead_of=f"user:{id_of('staff', api)}") == 303

    assert (unread(admin), unread(desk)) == ([case], [])
    history = seen(admin.get(f"/console/cases/{case}?tab=history"))
    assert "staff@staff.example Handed the case over to you" in history
    assert "Handled by you" in history


def test_it_is_told_once_however_often_it_is_done(api: People, desk: Desk) -> None:
    anna, case = colleague(api), opened(api.staff)
    before, told = shown(api, case), len(outbox.events())

    own = f"user:{id_of('staff', api)}"
    assert [handed(desk, case, anna, instead_of=own) for _ in range(3)] == [303] * 3

    after, (event,) = shown(api, case), outbox.events()[told:]
    (news,) = outbox.items(topic="news")
    assert news.data["case_id"] == case
    assert after["version"] == before["version"] + 1
    assert [entry["data"] for entry in after["timeline"] if entry["type"] == "case.handed_over"] == [
        {"before": own, "to": f"user:{anna}"}
    ]
    assert (event["type"], event["data"]["case_id"]) == ("case.updated", case)


def test_who_lost_the_case_meanwhile_is_told_so(api: People, desk: Desk) -> None:
    anna, case = colleague(api), opened(api.staff)
    api.admin.put(f"/v1/cases/{case}/handler", {"user_id": id_of("admin", api)}).expect(200)

    answer = desk.post(f"/console/cases/{case}/hand-over", {"to": anna, "instead_of": f"user:{id_of('staff', api)}"})

    assert answer.status == 409
    assert "Someone else handles this case by now." in seen(answer)
    assert 'role="alert"' in answer.text
    assert "Handled by admin@staff.example" in seen(answer)


def test_a_change_in_between_keeps_nobody_from_it(api: People, desk: Desk) -> None:
    anna, case = colleague(api), opened(api.staff)
    changed: list[int] = []

    def meanwhile(operation: str, _: object, call: Callable[[], object]) -> object:
        if operation == "TransactWriteItems" and not changed:
            changed.append(1)
            api.admin.patch(f"/v1/cases/{case}", {"policy_id": "own-1"}).expect(200)
        return call()

    with between(meanwhile):
        assert handed(desk, case, anna, instead_of=f"user:{id_of('staff', api)}") == 303

    assert (shown(api, case)["handler"], shown(api, case)["policy_id"]) == (f"user:{anna}", "own-1")


def test_a_case_is_given_up_and_taken_by_whoever_wants_it(api: People, desk: Desk) -> None:
    case = opened(api.staff)
    colleague(api)

    assert handed(desk, case, "nobody", instead_of=f"user:{id_of('staff', api)}") == 303

    assert shown(api, case)["handler"] is None
    page = seen(desk.get(f"/console/cases/{case}?tab=history"))
    assert "Gave the case up: nobody handles it" in page
    assert "Take the case" in page


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("", "Choose whom to hand the case over to."),
        ("sub-unknown", "Choose a colleague who has access"),
        ("x" * 5000, "Choose a colleague who has access"),
    ],
)
def test_what_is_wrong_is_said_where_one_chooses(api: People, desk: Desk, to: str, said: str) -> None:
    colleague(api)
    case = opened(api.staff)

    answer = desk.post(f"/console/cases/{case}/hand-over", {"to": to, "instead_of": f"user:{id_of('staff', api)}"})

    assert answer.status == 422
    assert re.search(
        rf'aria-describedby="colleague-wrong".*id="colleague-wrong" role="alert">{said}', answer.text, re.DOTALL
    )
    assert shown(api, case)["handler"] == f"user:{id_of('staff', api)}"


def test_nobody_is_offered_where_there_is_no_colleague_or_no_right(api: People, desk: Desk) -> None:
    case = opened(api.admin)

    assert offered(at_desk(api.admin), case) != []
    assert (offered(desk, case), offered(at_desk(api.viewer), case)) == ([], [])
    assert handed(desk, case, id_of("admin", api)) == 303, "it is so already"
    assert handed(desk, case, id_of("viewer", api), instead_of=f"user:{id_of('admin', api)}") == 403


@pytest.mark.parametrize(
    ("instead_of", "status"),
    [
        (None, 409),
        ("user:sub-somebody", 409),
        ("sub-staff-{account}", 200),
        ("user:sub-staff-{account}", 200),
        (..., 200),
    ],
)
def test_a_back_end_may_say_whom_it_takes_for_the_handler(api: People, instead_of: object, status: int) -> None:
    anna, case = colleague(api), opened(api.staff)
    named = instead_of.format(account=api.account.id) if isinstance(instead_of, str) else instead_of
    body = {"user_id": f"user:{anna}"} | ({} if named is ... else {"instead_of": named})

    answer = api.key.put(f"/v1/cases/{case}/handler", body)

    assert answer.status == status
    assert shown(api, case)["handler"] == (f"user:{anna}" if status == 200 else f"user:{id_of('staff', api)}")


def test_a_case_of_another_account_is_not_there(api: People, desk: Desk) -> None:
    case = opened(api.stranger)

    assert handed(desk, case, id_of("staff", api)) == 404
    assert api.key.put(f"/v1/cases/{case}/handler", {"user_id": id_of("staff", api)}).status == 404
