"""The inbox: its cases, their order, and their rows."""

import re
from typing import Any

import pytest

from tests.support.api.client import Answer, Api
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import asked, photo_sent

INBOX = "/console"


def opened(by: Api, **body: Any) -> str:
    """Open a case; return its id."""
    return str(by.post("/v1/cases", body).expect(201)["id"])


def shown(answer: Answer) -> list[str]:
    """Return the ids of the cases on a page of the inbox, in its order."""
    assert answer.status == 200, answer.text
    return re.findall(r'href="/console/cases/(case_\w+)"', answer.text)


def link(answer: Answer, rel: str) -> str:
    """Return the address of a link on the page."""
    found = re.search(rf'rel="{rel}" href="([^"]+)"', answer.text)
    assert found
    return found[1].replace("&amp;", "&")


@pytest.fixture
def desk(api: People) -> Desk:
    """Return the browser of someone of the staff."""
    return at_desk(api.staff)


def test_the_newest_change_comes_first(api: People, desk: Desk) -> None:
    older, newer = opened(api.staff), opened(api.staff)
    assert shown(desk.get(INBOX)) == [newer, older]

    api.staff.patch(f"/v1/cases/{older}", {"vehicle": {"plate": "А123ВС77"}}).expect(200)

    assert shown(desk.get(INBOX)) == [older, newer]


def test_a_long_search_is_shown_as_it_was_typed(desk: Desk) -> None:
    typed = "Petrov " * 40 + "end"

    assert f'value="{typed}"' in desk.get(f"{INBOX}?q={typed.replace(' ', '+')}").text


def test_a_row_says_what_is_known_and_what_is_awaited(api: People, desk: Desk) -> None:
    case = {
        "reference": "УБ-17",
        "vehicle": {"plate": "А123ВС77", "make": "Lada", "model": "Vesta"},
        "owner": {"name": "Иван Петров", "phone": "89161234567"},
    }
    request = asked(api.staff, case=case)
    photo_sent(request)

    words = seen(desk.speaking("en").get(INBOX))

    for expected in (
        "УБ-17",
        "А123ВС77",
        "Lada Vesta",
        "Иван Петров",
        "+7 916 123-45-67",
        "Waiting for photos",
        "The photos are still to come",
        "Photos: 1",
    ):
        assert expected in words


def test_filters_narrow_by_status_and_process(api: People, desk: Desk) -> None:
    new = opened(api.staff, process="kasko")
    waiting = asked(api.staff)["case_id"]

    assert shown(desk.get(f"{INBOX}?status=waiting")) == [waiting]
    assert shown(desk.get(f"{INBOX}?process=kasko&status=")) == [new]
    assert shown(desk.get(f"{INBOX}?process=kasko&status=waiting")) == []
    assert shown(desk.get(f"{INBOX}?process=unheard-of&status=nonsense")) == [waiting, new]


@pytest.mark.parametrize("query", ["уб-1", "a123", "XTA21", "+7 916 123", "8916123", "Петр"])
def test_search_finds_by_what_people_have_at_hand(api: People, desk: Desk, query: str) -> None:
    vehicle = {"plate": "А123ВС77", "vin": "XTA21703080123456"}
    owner = {"name": "Иван Петров", "phone": "+79161234567"}
    case = opened(api.staff, reference="УБ-17", vehicle=vehicle, owner=owner)
    opened(api.staff, reference="ДРУГОЕ")

    assert shown(desk.get(f"{INBOX}?q={query.replace('+', '%2B')}")) == [case]


def test_after_the_last_case_found_a_page_says_that_there_are_no_more(api: People, desk: Desk) -> None:
    case = opened(api.staff, owner={"phone": "+79161234567"})

    first = desk.speaking("en").get(f"{INBOX}?q=4567")
    last = desk.get(link(first, "next"))

    assert shown(first) == [case]
    assert shown(last) == []
    assert "No more cases fit." in seen(last)


def test_what_is_searched_for_stays_in_its_field_and_can_be_dropped(desk: Desk) -> None:
    answer = desk.speaking("en").get(f"{INBOX}?q=%22%3E%3Cscript%3E")

    assert 'value="&#34;&gt;&lt;script&gt;"' in answer.text
    assert "No case fits." in seen(answer)
    assert 'href="/console">Show all cases' in answer.text


def test_pages_follow_each_other_without_gap_or_repetition(api: People, desk: Desk) -> None:
    cases = [opened(api.staff, process="kasko") for _ in range(30)]

    first = desk.get(f"{INBOX}?process=kasko")
    second = desk.get(link(first, "next"))

    assert shown(first) + shown(second) == cases[::-1]
    assert 'rel="next"' not in second.text
    assert shown(desk.get(link(second, "first"))) == shown(first)


def test_a_page_on_which_nothing_fits_leads_on_to_those_that_may(api: People, desk: Desk) -> None:
    for number in range(25):
        opened(api.staff, reference=f"KASKO-{number:02d}")
    waiting = asked(api.staff, case={"reference": "KASKO-99"})["case_id"]

    first = desk.speaking("en").get(f"{INBOX}?q=kasko&status=waiting")

    assert shown(first) == []
    assert "There are more to look through." in seen(first)
    assert shown(desk.get(link(first, "next"))) == [waiting]


def test_a_cursor_that_no_page_gave_is_a_page_that_says_so(desk: Desk) -> None:
    assert desk.get(f"{INBOX}?cursor=%00").status == 422


def test_an_empty_inbox_says_what_to_do(api: People, desk: Desk) -> None:
    assert "There are no cases yet. Ask an owner" in seen(desk.speaking("en").get(INBOX))
    assert "/console/new" in desk.get(INBOX).text


def test_a_viewer_is_offered_nothing_that_is_refused(api: People) -> None:
    answer = at_desk(api.viewer).get(INBOX)

    assert answer.status == 200
    assert "/console/new" not in answer.text


def test_another_account_sees_none_of_it(api: People) -> None:
    opened(api.staff, reference="УБ-17")

    answer = at_desk(api.stranger).get(f"{INBOX}?q=УБ-17")

    assert shown(answer) == []
