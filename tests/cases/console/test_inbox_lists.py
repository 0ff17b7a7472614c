"""The inbox's tabs: the cases, counts and order of each, and its words when empty."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine

from chalicelib.base.clock import now
from tests.cases.console.test_inbox import INBOX, link, opened, shown
from tests.support.api.client import Answer, Api
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import asked, photo_sent, token_of
from tests.support.sweeping import sweep_cases


@pytest.fixture
def desk(api: People) -> Desk:
    """Return the browser of someone of the staff, in English."""
    return at_desk(api.staff).speaking("en")


@contextmanager
def days_ago(days: float) -> Iterator[None]:
    """Travel back in time for calls of back-ends: a session of today is not valid there."""
    with time_machine.travel(now() - timedelta(days=days), tick=False):
        yield


def tabs(answer: Answer) -> dict[str, str]:
    """Return the words beside the tabs' names."""
    found = re.search(r'<nav class="tabs".*?</nav>', answer.text, flags=re.DOTALL)
    assert found
    named = re.findall(r"<a [^>]+>([^<]+?)\s*(?:<span class=\"count\">(\d+)</span>)?</a>", found[0])
    return dict(named)


def addresses(answer: Answer) -> list[str]:
    """Return the addresses of the tabs."""
    found = re.search(r'<nav class="tabs".*?</nav>', answer.text, flags=re.DOTALL)
    assert found
    return re.findall(r'href="([^"]+)"', found[0])


def current(answer: Answer) -> list[str]:
    """Return the names of the tabs that are said to be shown."""
    found = re.search(r'<nav class="tabs".*?</nav>', answer.text, flags=re.DOTALL)
    assert found
    return re.findall(r'<a href="[^"]*" aria-current="page">([^<]+?)(?: <span class="count">|</a>)', found[0])


def completed(by: Api, **body: object) -> str:
    """Send all photos of a case; return its id."""
    request = asked(by, **body)
    photo_sent(request)
    Api().post(f"/r/{token_of(request)}/submit").expect(200)
    return str(request["case_id"])


def test_each_tab_has_its_cases_and_says_how_many(api: People, desk: Desk) -> None:
    new = opened(api.key)
    waiting = [str(asked(api.key)["case_id"]) for _ in range(2)]
    received = completed(api.key)
    mine = opened(api.staff)

    everything = desk.get(INBOX)

    assert tabs(everything) == {
        "All": "5",
        "Unread": "",
        "Waiting for photos": "2",
        "Photos to review": "1",
        "Mine": "",
        "Expiring": "",
    }
    assert current(everything) == ["All"]
    assert set(shown(everything)) == {new, *waiting, received, mine}
    for query, name, cases in (
        ("status=waiting", "Waiting for photos", waiting[::-1]),
        ("show=review", "Photos to review", [received]),
        ("show=mine", "Mine", [mine]),
        ("show=expiring", "Expiring", []),
    ):
        answer = desk.get(f"{INBOX}?{query}")
        assert shown(answer) == cases
        assert current(answer) == [name]
        assert tabs(answer)["All"] == "5"


def test_other_lists_say_no_counts_since_they_would_be_of_more_than_is_shown(api: People, desk: Desk) -> None:
    opened(api.staff, process="kasko", reference="КАСКО-1")

    for query in ("process=kasko", "q=каско"):
        answer = desk.get(f"{INBOX}?{query}")
        assert set(tabs(answer).values()) == {""}


def test_tabs_keep_what_is_searched_for_and_drop_where_one_was(api: People, desk: Desk) -> None:
    for _ in range(30):
        opened(api.staff, process="kasko")

    second = desk.get(link(desk.get(f"{INBOX}?process=kasko"), "next"))
    found = desk.get(f"{INBOX}?process=kasko&q=%D1%83%D0%B1-1")

    assert "cursor=" not in "".join(addresses(second))
    assert all("process=kasko" in each for each in addresses(second))
    assert all("process=kasko&amp;q=%D1%83%D0%B1-1" in each for each in addresses(found))


def test_mine_goes_with_status_process_and_search(api: People, desk: Desk) -> None:
    kasko = opened(api.staff, process="kasko", reference="ABC-1")
    waiting = asked(api.staff, case={"process": "kasko", "reference": "ABC-2"})["case_id"]
    opened(api.admin, process="kasko", reference="ABC-3")

    assert shown(desk.get(f"{INBOX}?show=mine")) == [waiting, kasko]
    assert shown(desk.get(f"{INBOX}?show=mine&process=kasko&status=new")) == [kasko]
    assert shown(desk.get(f"{INBOX}?show=mine&q=abc")) == [kasko, waiting]
    assert '<input type="hidden" name="show" value="mine">' in desk.get(f"{INBOX}?show=mine").text


def test_what_expires_is_soonest_first_says_when_and_offers_no_status(api: People, desk: Desk) -> None:
    with days_ago(2.1):
        later, sooner = (asked(api.key, expires_in_days=days)["case_id"] for days in (3, 2))
        asked(api.key, expires_in_days=9)
    sweep_cases()

    answer = desk.get(f"{INBOX}?show=expiring")

    assert shown(answer) == [sooner, later]
    words = seen(answer)
    assert "Request expired Ask for them again Link ended: " in words
    assert "Waiting for photos The photos are still to come Link ends: " in words
    assert 'name="status"' not in answer.text
    assert shown(desk.get(f"{INBOX}?show=expiring&status=new")) == [sooner, later]

    asked(api.staff, case_id=sooner)

    assert shown(desk.get(f"{INBOX}?show=expiring")) == [later]


def test_a_case_that_expired_says_so_in_every_list(api: People, desk: Desk) -> None:
    with days_ago(2):
        asked(api.key, expires_in_days=1)  # the sweep hasn't been there yet

    for query in ("", "?status=waiting", "?show=expiring"):
        assert "Request expired" in seen(desk.get(f"{INBOX}{query}"))


def test_a_long_tab_goes_on_and_back_to_its_first_page(api: People, desk: Desk) -> None:
    cases = [opened(api.staff) for _ in range(60)]
    walked, path = [], f"{INBOX}?show=mine"

    for _ in range(5):
        answer = desk.get(path)
        walked += shown(answer)
        if 'rel="next"' not in answer.text:
            break
        path = link(answer, "next")

    assert walked == cases[::-1]
    assert current(answer) == ["Mine"]
    assert link(answer, "first") == f"{INBOX}?show=mine"


def test_a_narrow_process_within_a_status_is_found_however_much_else_there_is(api: People, desk: Desk) -> None:
    kasko = opened(api.staff, process="kasko")
    for _ in range(60):
        opened(api.staff, process="osago")

    assert shown(desk.get(f"{INBOX}?process=kasko&status=new")) == [kasko]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "There are no cases yet. Ask an owner for photos: that opens the first one."),
        ("status=waiting", "No case waits for its owner. Ask an owner for photos"),
        ("status=received", "No case has all its photos and waits to be converted."),
        ("show=unread", "Nothing is unread: you have seen every case as it is."),
        ("show=review", "All photos are reviewed. A case appears here as soon as a new photo comes."),
        ("show=mine", "Ask for photos, or open a case and take it."),
        ("show=expiring", "No request ends within 48 hours"),
        ("status=converted", "Choose another status or process, or show all cases."),
        ("process=kasko", "Choose another status or process, or show all cases."),
        ("show=mine&process=kasko", "Choose another status or process, or show all cases."),
        ("q=nobody", "Search takes words of a name in any order, the end or the beginning of a phone"),
        ("q=nobody&show=mine", "and the beginning of a reference, plate or VIN: three characters or more."),
    ],
)
def test_a_list_without_cases_says_what_to_do(desk: Desk, query: str, words: str) -> None:
    answer = desk.get(f"{INBOX}?{query}")

    assert shown(answer) == []
    assert words in seen(answer)
    assert ('href="/console">Show all cases' in answer.text) == bool(query)


def test_who_may_not_take_cases_is_offered_none_of_their_own(api: People) -> None:
    answer = at_desk(api.viewer).speaking("en").get(INBOX)

    assert tabs(answer).keys() == {"All", "Unread", "Waiting for photos", "Photos to review", "Expiring"}
    assert shown(at_desk(api.viewer).get(f"{INBOX}?show=mine")) == []


def test_another_account_sees_and_counts_none_of_it(api: People) -> None:
    asked(api.staff, expires_in_days=1)
    stranger = at_desk(api.stranger).speaking("en")

    assert set(tabs(stranger.get(INBOX)).values()) == {"0", ""}
    for query in ("status=waiting", "show=mine", "show=expiring"):
        assert shown(stranger.get(f"{INBOX}?{query}")) == []


def test_what_makes_no_sense_is_as_if_it_were_not_there(api: People, desk: Desk) -> None:
    case = opened(api.staff)

    assert shown(desk.get(f"{INBOX}?show=theirs&status=old")) == [case]
