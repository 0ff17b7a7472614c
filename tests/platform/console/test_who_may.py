"""Permissions of the console's pages: by the session's cookie alone, by role, and only in the own account."""

import re

import pytest

from chalicelib.identity.model import Role
from tests.platform.api.test_permissions import CONSOLE, MAY, UNKNOWN, WHO_MAY
from tests.support.api.client import Answer, Api, as_user
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People, add_user
from tests.support.api.permissions import EVERYBODY, owned
from tests.support.api.steps import asked

#: Pages that show something by its id.
BY_ID = [operation for operation in CONSOLE if "{" in operation and operation.startswith("GET")]
HOME = "GET /console"
FORMS = [operation for operation in WHO_MAY if operation.startswith("POST /console")]


def visit(desk: Desk, operation: str, ids: dict[str, str] = UNKNOWN) -> Answer:
    method, path = operation.split(" ")
    address = path.format_map(ids)
    return desk.get(address) if method == "GET" else desk.post(address)


def led_to_the_sign_in(answer: Answer) -> bool:
    """Return True for a page that leads to the sign-in, and for a script's call, whose script does so."""
    if answer.status == 401:
        return answer.headers["content-type"] == "application/problem+json"
    return answer.status == 303 and answer.headers["location"].startswith("/console/sign-in")


def test_nobody_is_led_to_the_sign_in(api: People) -> None:
    open_to_all = [operation for operation in CONSOLE if not led_to_the_sign_in(visit(Desk(), operation))]

    assert open_to_all == []


@pytest.mark.parametrize("who", ["admin", "key"])
def test_a_programs_token_opens_no_page(api: People, who: str) -> None:
    bearer = {"Authorization": getattr(api, who).authorization}

    opened = [operation for operation in CONSOLE if not led_to_the_sign_in(visit(Desk(headers=bearer), operation))]

    assert opened == []


def test_the_cookie_opens_no_api(api: People) -> None:
    desk = at_desk(api.admin)

    cookie = "; ".join(f"{name}={value}" for name, value in desk.cookies.items())
    assert Api(headers={"Cookie": cookie}).get("/v1/account").status == 401


@pytest.mark.parametrize("role", Role)
def test_roles_open_the_pages_that_they_are_for(api: People, role: Role) -> None:
    person = getattr(api, role)

    # each at a desk of its own: one of them signs out
    refused = {operation for operation in CONSOLE if visit(at_desk(person), operation).status == 403}

    allowed = MAY[role] | {EVERYBODY}
    assert refused == {operation for operation in CONSOLE if CONSOLE[operation] not in allowed} - {HOME}


def test_home_leads_whom_it_is_not_for_to_their_first_page(api: People) -> None:
    """An agent has pages of clients, policies, commission and payments, the own profile, and no others."""
    desk = at_desk(api.agent).speaking("en")

    for path in ("/console", "/console?list=mine"):
        answer = desk.get(path)
        assert (answer.status, answer.headers["location"]) == (303, "/console/clients")
    page = desk.get("/console/me")
    assert (page.status, "Agent" in seen(page)) == (200, True)
    assert {path for path in re.findall(r'href="(/console[^"]*)"', page.text) if "/assets/" not in path} == {
        "/console",
        "/console/clients",
        "/console/commissions",
        "/console/payments",
        "/console/me",
        "/console/me/factor",
        "/console/policies",
    }
    assert 'id="unread"' not in page.text


def test_a_user_without_access_is_led_nowhere_from_home(api: People) -> None:
    desk = at_desk(as_user(add_user(api.account, Role.AGENT, id="sub-gone", disabled=True), Role.AGENT))

    assert desk.get("/console").status == 403


def test_another_accounts_ids_look_like_ids_that_nobody_has(api: People) -> None:
    theirs = {**UNKNOWN, **owned(api)}
    desk = at_desk(api.stranger)

    def told_apart(operation: str) -> bool:
        foreign, missing = visit(desk, operation, theirs), visit(desk, operation)
        alike = seen(foreign) == seen(missing) and "КАСКО-1" not in foreign.text
        return not alike or (foreign.status, missing.status) != (404, 404)

    assert BY_ID
    assert [operation for operation in BY_ID if told_apart(operation)] == []


def test_a_viewers_menu_offers_nothing_that_a_viewer_may_not(api: People) -> None:
    request = asked(api.staff, channels=[])

    page = at_desk(api.viewer).get(f"/console/requests/{request['id']}")

    assert page.status == 200
    assert "/console/new" not in page.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://photos.example.evil.example", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://photos.example"},
    ],
    ids=str,
)
def test_forms_from_elsewhere_are_refused(api: People, headers: dict[str, str]) -> None:
    desk = at_desk(api.admin)

    def refused(operation: str) -> bool:
        answer = desk.post(operation.split(" ")[1].format_map(UNKNOWN), {"do": "send"}, headers=headers)
        return answer.status == 403 and "not sent from Osmotr" in seen(answer) and not answer.cookies

    assert FORMS
    assert [operation for operation in FORMS if not refused(operation)] == []


def test_an_old_browser_that_says_only_where_it_is_may_send_forms(api: People) -> None:
    answer = at_desk(api.staff).post("/console/sign-out", headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.status == 303


def test_a_link_elsewhere_takes_one_step_more_to_bring_the_cookie(api: People) -> None:
    answer = Desk().get("/console/new?case=case_1", **{"Sec-Fetch-Site": "cross-site"})

    assert answer.status == 200
    assert '<meta http-equiv="refresh" content="0;url=/console/new?case=case_1">' in answer.text
