"""One call of the API and its answer, over good and bad networks."""

import json
from typing import Any

import pytest
from playwright.sync_api import Request, Route

from tests.photos.browser.modules.conftest import LINK, ORIGIN, Lab

_CALL = "({ call }, ...what) => call(...what)"
_CALLS = f"{ORIGIN}{LINK}/**"
_NOTHING = {"data": {}, "after": 0, "tag": ""}


def answering(lab: Lab, **answer: Any) -> list[Request]:
    """Answer calls of the API so; return the list that collects the requests."""
    seen: list[Request] = []

    def handle(route: Route) -> None:
        seen.append(route.request)
        if "abort" in answer:
            route.abort(answer["abort"])
        else:
            route.fulfill(**answer)

    lab.page.unroute(_CALLS)
    lab.page.route(_CALLS, handle)
    return seen


def test_a_call_goes_below_the_links_own_address_in_the_pages_language(shared_lab: Lab) -> None:
    seen = answering(shared_lab, status=201, content_type="application/json", body='{"status": "pending"}')

    answer = shared_lab.run("transfer", _CALL, "POST", "uploads", {"photo_id": "1"})

    (request,) = seen
    assert (answer["status"], answer["data"], answer["after"]) == (201, {"status": "pending"}, 0)
    assert (request.method, request.url) == ("POST", f"{ORIGIN}{LINK}/uploads?lang=en")
    assert request.headers["content-type"] == "application/json"
    assert json.loads(request.post_data or "") == {"photo_id": "1"}


def test_a_call_without_a_body_sends_none(shared_lab: Lab) -> None:
    seen = answering(shared_lab, status=200, content_type="application/json", body="{}")

    shared_lab.run("transfer", _CALL, "GET", "state")

    assert (seen[0].post_data, "content-type" in seen[0].headers) == (None, False)


def test_what_is_known_already_is_asked_for_by_its_tag(shared_lab: Lab) -> None:
    seen = answering(shared_lab, status=304, headers={"ETag": '"2"'})

    answer = shared_lab.run("transfer", _CALL, "GET", "state", None, '"1"')

    assert seen[0].headers["if-none-match"] == '"1"'
    assert (answer["status"], answer["tag"]) == (304, '"2"')


@pytest.mark.parametrize("why", ["connectionreset", "internetdisconnected", "namenotresolved"])
def test_when_nobody_answers_the_status_is_0(shared_lab: Lab, why: str) -> None:
    answering(shared_lab, abort=why)

    assert shared_lab.run("transfer", _CALL, "GET", "state") == {**_NOTHING, "status": 0}


def test_an_answer_that_is_no_json_is_its_status_alone(shared_lab: Lab) -> None:
    answering(shared_lab, status=502, content_type="text/html", body="<h1>Bad gateway</h1>")

    assert shared_lab.run("transfer", _CALL, "GET", "state") == {**_NOTHING, "status": 502}


@pytest.mark.parametrize(("said", "after"), [("17", 17), ("soon", 0)])
def test_the_server_says_when_to_come_again(shared_lab: Lab, said: str, after: int) -> None:
    answering(shared_lab, status=429, content_type="application/json", body="{}", headers={"Retry-After": said})

    assert shared_lab.run("transfer", _CALL, "GET", "state")["after"] == after


def test_a_call_that_hangs_is_given_up(lab: Lab) -> None:
    lab.page.clock.install()
    lab.page.route(_CALLS, lambda _: None)  # never answered
    with lab.page.expect_request("**/state*"):
        lab.page.evaluate("""() => {
          window.answer = import('/owner/transfer.js').then(({ call }) => call('GET', 'state'));
        }""")

    lab.page.clock.run_for(31_000)

    assert lab.page.evaluate("() => answer")["status"] == 0
