"""A link into the console leads to its page, after any steps of signing in, and nowhere else."""

import re
from urllib.parse import quote

import pytest

from chalicelib.frame.console.addresses import origin
from chalicelib.http.cookies import SESSION
from tests.cases.console.test_inbox import opened
from tests.staff.api.test_sessions import EMAIL, PASSWORD, pool
from tests.staff.console.test_forgotten import code_sent_to
from tests.staff.console.test_sign_in import SIGN_IN, invited
from tests.support.api.client import Answer
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.office import LASTING, keys
from tests.support.api.people import People
from tests.support.world import World

__all__ = ["keys", "pool"]
CASE = "/console/cases/case_01J9Z6X0000000000000000000"
LINKS = [CASE, f"{CASE}?tab=requests", "/console?status=received&q=%D0%BA-1", "/console/requests/req_1/revoke"]


def action(answer: Answer) -> str:
    """Return the address that the form of a page in `main` is sent to."""
    found = re.search(r'<main.*?<form method="post" action="([^"]+)"', answer.text, re.DOTALL)
    assert found, answer.text
    return found[1].replace("&amp;", "&")


def hidden(answer: Answer) -> str:
    """Return the page that the form of the sign-in carries along."""
    found = re.search(r'<main.*name="next" value="([^"]*)"', answer.text, re.DOTALL)
    assert found
    return found[1].replace("&amp;", "&")


def location(answer: Answer) -> str:
    assert answer.status == 303, answer.text
    return answer.headers["location"]


@pytest.mark.parametrize("link", LINKS)
def test_a_signed_out_colleague_gets_to_the_page_of_a_link(keys: World, link: str) -> None:
    desk = Desk()

    form = desk.get(location(desk.get(link)))
    refused = desk.post(SIGN_IN, {"email": EMAIL, "password": "wrong", "next": hidden(form)})
    answer = desk.post(SIGN_IN, {"email": EMAIL, "password": PASSWORD, "next": hidden(refused)})

    assert location(answer) == link


@pytest.mark.parametrize("link", LINKS)
def test_a_link_in_a_mail_takes_one_step_more(keys: World, link: str) -> None:
    step = Desk().get(link, **{"Sec-Fetch-Site": "cross-site"})

    assert step.status == 200
    assert f'content="0;url={link}"'.replace("&", "&amp;") in step.text
    assert Desk().get(link, **{"Sec-Fetch-Site": "same-origin"}).status == 303


@pytest.mark.parametrize("link", LINKS)
def test_the_first_password_lies_on_the_way(keys: World, link: str) -> None:
    desk = Desk()
    form = desk.get(location(desk.get(link)))

    asked = location(desk.post(SIGN_IN, {"email": invited(keys), "password": PASSWORD, "next": hidden(form)}))
    refused = desk.post(action(desk.get(asked)), {"password": "short", "again": "short"})
    answer = desk.post(action(refused), {"password": LASTING, "again": LASTING})

    assert (refused.status, location(answer)) == (422, link)


def test_who_took_too_long_over_the_first_password_still_gets_there(keys: World) -> None:
    desk = Desk()

    late = desk.get(f"/console/password?next={CASE}")
    sent = desk.post(f"/console/password?next={CASE}", {"password": LASTING, "again": LASTING})

    assert location(late) == location(sent) == f"{SIGN_IN}?next={CASE}"


@pytest.mark.parametrize("link", LINKS)
def test_a_forgotten_password_lies_on_the_way(keys: World, link: str) -> None:
    desk = Desk()
    form = desk.get(location(desk.get(link)))
    found = re.search(r'href="(/console/forgotten[^"]*)"', form.text)
    assert found

    asked = desk.get(found[1].replace("&amp;", "&"))
    refused = desk.post(action(asked), {"email": "?"})
    code_form = desk.get(location(desk.post(action(refused), {"email": EMAIL})))
    wrong = desk.post(action(code_form), {"email": EMAIL, "code": "", "password": "", "again": ""})
    sent = {"email": EMAIL, "code": code_sent_to(EMAIL), "password": LASTING, "again": LASTING}
    signing_in = desk.get(location(desk.post(action(wrong), sent)))

    assert hidden(signing_in) == link
    assert location(desk.post(SIGN_IN, {"email": EMAIL, "password": LASTING, "next": hidden(signing_in)})) == link


@pytest.mark.parametrize(
    ("form", "shown_at", "page"),
    [
        (f"{CASE}/take", f"{CASE}?tab=history", f"{CASE}?tab=history"),
        (f"{CASE}/take", f"{CASE}/take", CASE),
        ("/console/new", "/console/new?case=case_1", "/console/new?case=case_1"),
        ("/console/requests/req_1/extend", f"{CASE}?tab=requests", f"{CASE}?tab=requests"),
        ("/console/me/password", "/console/me/password", "/console/me"),
        ("/console/settings/people/5f2d/invite", "/console/settings/people/5f2d", "/console/settings/people/5f2d"),
        ("/console/me/password", "/console", ""),
        ("/console/me/password", "/consolation", ""),
    ],
)
def test_a_form_of_an_ended_session_leads_back_to_its_page(world: World, form: str, shown_at: str, page: str) -> None:
    own = {"Origin": origin(), "Referer": f"{origin()}{shown_at}"}
    desk = Desk(cookies={SESSION: "ended"}).speaking("en")

    signing_in = desk.get(location(desk.post(form, {}, headers=own)))

    assert hidden(signing_in) == page
    assert "Your session had ended, so nothing was done." in seen(signing_in)


def test_it_is_said_once_that_nothing_was_done_and_not_of_what_a_script_asked(world: World) -> None:
    desk, own = Desk().speaking("en"), {"Origin": origin()}

    desk.post("/console/new/preview", {}, headers={**own, "Sec-Fetch-Mode": "cors"})
    assert "nothing was done" not in seen(desk.get(SIGN_IN))
    desk.post(f"{CASE}/take", {}, headers={**own, "Sec-Fetch-Mode": "navigate"})

    assert "Your session had ended, so nothing was done." in seen(desk.get(SIGN_IN))
    assert "nothing was done" not in seen(desk.get(SIGN_IN))


ELSEWHERE = [
    "https://evil.example",
    "//evil.example",
    "/console\\evil",
    "/consolevil",
    "/v1/account",
    "/console/\r\nX: y",
    "/c",
    "/console/ы",
]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_step_leads_elsewhere(keys: World, elsewhere: str) -> None:
    asked, own = f"?next={quote(elsewhere, safe='')}", {"Origin": origin(), "Referer": elsewhere}

    assert action(Desk().get(f"/console/forgotten{asked}")) == "/console/forgotten"
    assert action(Desk().get(f"/console/forgotten/code{asked}")) == "/console/forgotten/code"
    assert location(Desk().get(f"/console/password{asked}")) == SIGN_IN
    assert location(Desk().post(f"{CASE}/take", {}, headers=own)) == SIGN_IN
    assert location(Desk().post("/console/sign-out", {"next": elsewhere})) == SIGN_IN
    assert location(Desk().post(f"/console/forgotten{asked}", {"email": EMAIL})) == "/console/forgotten/code"


def test_no_page_of_a_stranger_is_named_by_a_referer(world: World) -> None:
    for referer in (f"https://evil.example{CASE}", f"{origin()}.evil.example{CASE}", f"{origin()}@evil.example{CASE}"):
        answer = Desk().post(f"{CASE}/take", {}, headers={"Origin": origin(), "Referer": referer})
        assert location(answer) == SIGN_IN


def test_who_is_of_another_account_learns_how_to_switch_and_nothing_else(api: People) -> None:
    theirs, nobodys = opened(api.stranger), CASE
    desk = at_desk(api.staff).speaking("en")

    pages = {link: desk.get(f"{link}?tab=requests") for link in (f"/console/cases/{theirs}", nobodys)}
    for link, answer in pages.items():
        assert answer.status == 404
        assert f"You are signed in as staff@staff.example, {api.account.shown_name}." in seen(answer)
        assert hidden(answer) == f"{link}?tab=requests"
    assert len({page.text.replace(link, "") for link, page in pages.items()}) == 1

    signing_in = location(desk.post("/console/sign-out", {"next": f"/console/cases/{theirs}?tab=requests"}))
    assert hidden(desk.get(signing_in)) == f"/console/cases/{theirs}?tab=requests"
    assert at_desk(api.stranger).get(f"/console/cases/{theirs}?tab=requests").status == 200


def test_who_is_not_signed_in_is_offered_no_switch(world: World) -> None:
    answer = Desk().speaking("en").get("/console/assets/none.css")

    assert answer.status == 404
    assert "somebody else" not in seen(answer)
