"""The console behind its proxy resource: its paths are found as those of resources of their own are."""

from urllib.parse import urlsplit

import pytest

from tests.deployed.conftest import System
from tests.support.running import call


@pytest.mark.parametrize("path", ["console/sign-in", "console/sign-in/", "console/forgotten/code"])
def test_a_page_is_shown_with_and_without_a_slash_at_the_end(system: System, path: str) -> None:
    got, head = (call(method, f"{system['base_url']}/{path}") for method in ("GET", "HEAD"))

    assert (got.status, head.status, head.body) == (200, 200, b"")
    assert got.header("Content-Type") == head.header("Content-Type") == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", ["console/cases/case_1", "console/settings/webhooks/%2F%C3%A9/deliveries", "console"])
def test_a_page_that_wants_a_session_leads_to_the_sign_in(system: System, path: str) -> None:
    assert call("GET", f"{system['base_url']}/{path}").status == 303


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "console/none"),
        ("GET", "console/cases/case_1/none"),
        ("POST", "console/figures"),
    ],
)
def test_people_get_a_page_for_an_unknown_address_or_method(system: System, method: str, path: str) -> None:
    parts = urlsplit(system["base_url"])
    own = {"Origin": f"{parts.scheme}://{parts.netloc}"}
    answer = call(method, f"{system['base_url']}/{path}", body=b"" if method == "POST" else None, headers=own)

    assert (answer.status, answer.header("Content-Type")) == (404, "text/html; charset=utf-8")
    assert b"There is nothing at this address." in answer.body


def test_the_address_of_a_form_leads_to_the_page_above_it(system: System) -> None:
    answer = call("GET", f"{system['base_url']}/console/sign-out")

    assert (answer.status, answer.header("Location")) == (303, f"{urlsplit(system['base_url']).path}/console")
