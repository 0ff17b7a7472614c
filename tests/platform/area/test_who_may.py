"""Permissions in client areas: by the cookie of that area alone, and by membership. All operations are tried."""

from collections.abc import Mapping

import pytest

from chalicelib.http.cookies import SESSION, area_session
from tests.cabinet.visitors import Visitor
from tests.platform.api.test_permissions import AREA, NEEDING, UNKNOWN, WHO_MAY
from tests.support.api.client import NOTHING, Answer, Api
from tests.support.api.desk import at_desk
from tests.support.api.people import People
from tests.support.area import SLUG, company_user, holder, open_area, registered, signed_in

ELSEWHERE = "elsewhere"
NOTHING_HERE = "There is nothing at this address."
WRITING = {"POST", "PATCH", "PUT", "DELETE"}


def call(operation: str, cookies: Mapping[str, str], slug: str = SLUG, authorization: str = "") -> Answer:
    method, path = operation.split(" ")
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    address = path.format_map({**UNKNOWN, "contact": "email", "slug": slug})
    if path.startswith("/area"):
        desk = Visitor(headers={**headers, **({"Authorization": authorization} if authorization else {})})
        return desk.get(address) if method == "GET" else desk.post(address)
    api = Api(authorization=authorization, headers=headers)
    return api.call(method, address, body={} if method in WRITING - {"DELETE"} else NOTHING)


def is_refused(operation: str, answer: Answer, slug: str = SLUG) -> bool:
    if operation.split(" ")[1].startswith("/v1/"):
        return answer.status == 401
    return answer.status == 303 and answer.headers["location"].startswith(f"/area/{slug}/sign-in")


@pytest.mark.parametrize("who", ["nobody", "agent", "staff", "admin", "key", "cookie of staff"])
def test_case_54_nobody_but_people_of_the_area_may_use_it(api: People, who: str) -> None:
    open_area(api.account.id)
    cookies = dict(at_desk(api.admin).cookies) if who == "cookie of staff" else {}
    if who == "cookie of staff":
        cookies[area_session(SLUG)] = cookies[SESSION]
    authorization = getattr(api, who).authorization if who in {"agent", "staff", "admin", "key"} else ""

    answers = {each: call(each, cookies, authorization=authorization) for each in sorted(AREA)}

    assert [each for each, answer in answers.items() if not is_refused(each, answer)] == []


def test_case_15_the_cookie_of_an_area_opens_no_other_one(api: People) -> None:
    open_area(api.account.id)
    person = registered(api.account.id)
    secret = signed_in(person)
    stranger = api.stranger.get("/v1/account").expect(200)["id"]
    open_area(stranger, ELSEWHERE)

    for name in (area_session(SLUG), area_session(ELSEWHERE)):
        answers = {each: call(each, {name: secret}, ELSEWHERE) for each in sorted(AREA)}
        assert [each for each, answer in answers.items() if not is_refused(each, answer, ELSEWHERE)] == []


def test_case_15_people_of_an_area_may_not_use_what_is_for_staff(api: People) -> None:
    open_area(api.account.id)
    secret = signed_in(registered(api.account.id))
    cookies = {area_session(SLUG): secret, SESSION: secret}

    by_cookie = {each: call(each, cookies).status for each in NEEDING}
    by_bearer = {each: call(each, {}, authorization=f"Bearer {secret}").status for each in NEEDING}

    assert {each: status for each, status in {**by_cookie, **by_bearer}.items() if status != 401} == {}


@pytest.mark.parametrize("who", ["holder", "company user", "company administrator", "nobody's"])
def test_people_may_do_what_their_memberships_are_for_and_nothing_else(api: People, who: str) -> None:
    open_area(api.account.id)
    granted = {
        "holder": {"area:policies", "area:claims", "area:payments", "area:messages"},
        "company user": {"area:claims", "area:messages", "area:notices"},
        "company administrator": {"area:claims", "area:messages", "area:notices", "area:people"},
        "nobody's": set[str](),
    }
    memberships = {
        "holder": holder("cli_1"),
        "company user": company_user("cli_1"),
        "company administrator": company_user("cli_1", administrator=True),
        "nobody's": company_user("cli_1", permissions=frozenset()),
    }
    person = registered(api.account.id, memberships[who])

    for each in sorted(AREA):
        answer = call(each, {area_session(SLUG): signed_in(person)})  # a session each: one of them ends it
        needed = WHO_MAY[each].removeprefix("area ")
        hides = answer.status == 404 and NOTHING_HERE in answer.text
        assert hides == (needed not in granted[who] | {"area:me"}), each


def test_another_persons_things_are_answered_like_those_that_nobody_has(api: People) -> None:
    """Each feature's ids of the area are tried by its own tests, too; sessions are the platform's."""
    open_area(api.account.id)
    person, other = registered(api.account.id), registered(api.account.id, email="o@mail.example", phone=None)
    signed_in(person)
    cookies = {area_session(SLUG): signed_in(other)}

    answer = call("DELETE /v1/area/{slug}/sessions/{session_id}", cookies)

    assert answer.status == 404
