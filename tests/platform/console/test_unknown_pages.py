"""Addresses of the console without a page: people see a page in their language, which leads to the cases."""

import pytest

from chalicelib.frame.console.addresses import origin
from tests.platform.api.test_permissions import UNKNOWN as IDS
from tests.platform.api.test_permissions import WHO_MAY
from tests.support.api.client import Api
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People

NOTHING = {
    "en": "There is nothing at this address.",
    "es": "No hay nada en esta dirección.",
    "ru": "По этому адресу ничего нет.",
}
UNKNOWN = ["/console/none", "/console/cases/case_1/none", "/console/%D0%BA/%2F"]
#: Addresses that take forms alone.
ALONE = [
    operation.removeprefix("POST ").format_map(IDS)
    for operation in WHO_MAY
    if operation.startswith("POST /console") and operation.replace("POST", "GET") not in WHO_MAY
]


@pytest.mark.parametrize("language", NOTHING)
def test_people_are_told_in_their_language(language: str) -> None:
    answer = Desk().speaking(language).get("/console/none")

    assert (answer.status, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert NOTHING[language] in seen(answer)
    assert {"content-security-policy", "strict-transport-security"} <= answer.headers.keys()
    assert f'<html lang="{language}"' in answer.text


@pytest.mark.parametrize("path", UNKNOWN)
def test_the_page_knows_who_is_signed_in_and_comes_back_after_changing_the_language(api: People, path: str) -> None:
    answer = at_desk(api.staff).speaking("en").get(path)

    assert answer.status == 404
    assert "You are signed in as" in seen(answer)
    assert f'name="next" value="{path}"' in answer.text
    assert '<a class="button" href="/console">' in answer.text


def test_a_form_that_no_page_takes_is_refused_with_a_page(api: People) -> None:
    answer = at_desk(api.staff).speaking("en").post("/console/figures", {})

    assert (answer.status, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")


def test_a_form_from_elsewhere_is_refused_first() -> None:
    assert Desk().post("/console/none", headers={"Origin": "https://elsewhere.example"}).status == 403


def test_head_has_no_body() -> None:
    answer = Api().call("HEAD", "/console/none")

    assert (answer.status, answer.text) == (404, "")


def test_slashes_alone_are_no_page() -> None:
    assert Desk().get("/console//").status == 404


@pytest.mark.parametrize(
    ("path", "page"), [("/console/figures.", "./figures"), ("/console/settings/people%29,", "./people")]
)
def test_a_sentence_s_end_behind_an_address_leads_to_its_page(path: str, page: str) -> None:
    answer = Desk().get(path)

    assert (answer.status, answer.headers["location"]) == (302, page)


def test_what_follows_a_part_in_between_is_left_alone() -> None:
    assert Desk().get("/console/settings./people").status == 404


def test_a_signed_out_colleague_s_form_leads_back_to_its_page_and_to_no_unknown_one() -> None:
    own = {"Origin": origin(), "Referer": f"{origin()}/console/me/none/at-all"}

    assert Desk().post("/console/me/password", headers=own).headers["location"].endswith("next=/console/me")


@pytest.mark.parametrize("path", ALONE)
def test_a_form_s_address_that_is_opened_again_leads_to_the_page_above_it(path: str) -> None:
    answer = Desk().get(path)

    above = answer.headers["location"]
    assert (answer.status, path.startswith(f"{above}/")) == (303, True)
    assert Desk().get(above).status != 404
