"""The number of unread cases: beside the menu's "Cases", equal to the inbox's bold rows; and all marked as read."""

import re
from collections import Counter
from datetime import timedelta

import pytest
import time_machine

from chalicelib.aws.shards import SHARDS
from chalicelib.base import recent
from chalicelib.base.clock import now
from chalicelib.features.cases import service as cases
from chalicelib.features.cases import table as cases_table
from chalicelib.features.cases import unread as use_cases
from chalicelib.identity import table
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import ApiClient
from chalicelib.tenancy import service as accounts
from tests.cases.console.test_inbox import INBOX, link, opened, shown
from tests.cases.console.test_unread import look_at, unread
from tests.support import many_cases
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import asked, photo_sent
from tests.support.faults import counted, refusal, refusing
from tests.support.lambda_events import recorded_log

SEARCHED = "?q=ref&show=unread"


@pytest.fixture
def desk(api: People) -> Desk:
    """Return the browser of someone of the staff, in English."""
    return at_desk(api.staff).speaking("en")


def told(desk: Desk) -> str:
    """Return the number that the menu gets, empty if nothing is unread; screen readers get it in words."""
    answer = desk.get("/console/unread")
    assert answer.status == 200
    found = re.fullmatch(
        r'<span aria-hidden="true">(\d+\+?)</span><span class="unseen">(\d+\+?) unread cases?</span>',
        answer.text.strip(),
    )
    assert bool(found) == bool(answer.text.strip())
    assert not found or found[1] == found[2]
    return found[1] if found else ""


def in_menu(desk: Desk, query: str = "") -> str:
    """Return the number that the inbox itself shows in the menu, without a script."""
    found = re.search(r'id="unread"[^>]*>(?:<span aria-hidden="true">([^<]+))?', desk.get(f"{INBOX}{query}").text)
    assert found
    return found[1] or ""


def all_read(desk: Desk, **fields: str) -> None:
    """Press the inbox's button; or send its form with something else."""
    form = desk.get(INBOX).text.partition('action="/console/read"')[2]
    drawn = dict(re.findall(r'name="(until|next)" value="([^"]*)"', form))
    answer = desk.post("/console/read", {**drawn, **fields})
    assert (answer.status, answer.headers["location"]) == (303, INBOX)


def reads(desk: Desk) -> Counter[str]:
    with counted() as operations:
        told(desk)
    return Counter(operations)


def test_the_number_goes_down_when_a_case_is_opened_and_up_when_it_changes(api: People, desk: Desk) -> None:
    assert told(desk) == in_menu(desk) == ""
    request = asked(api.key)
    opened(api.key)
    assert told(desk) == in_menu(desk) == "2"

    look_at(desk, request["case_id"])
    assert told(desk) == in_menu(desk) == "1"

    photo_sent(request)
    assert told(desk) == in_menu(desk) == "2"
    assert told(at_desk(api.admin).speaking("en")) == "2", "of whom the key is not"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "3 непросмотренных дела"),
        ("es", "3 expedientes sin ver"),
        ("en", "3 unread cases"),
    ],
)
def test_it_is_said_in_the_readers_language(api: People, desk: Desk, language: str, words: str) -> None:
    for _ in range(3):
        opened(api.key)

    assert words in seen(desk.speaking(language).get("/console/unread"))


def test_the_number_is_that_of_the_inboxs_bold_rows(api: People, desk: Desk) -> None:
    written = many_cases.write_cases(api.account.id, 180, handler="user:somebody")
    for case in written[::2]:
        cases_table.mark_seen(case, user_id=f"sub-staff-{api.account.id}")
    bold, path = list[str](), INBOX
    while path:
        bold += unread(desk, path.removeprefix(INBOX))
        answer = desk.get(path)
        path = link(answer, "next") if 'rel="next"' in answer.text else ""
    walked, path = list[str](), f"{INBOX}?show=unread"
    while path:
        answer = desk.get(path)
        walked += shown(answer)
        path = link(answer, "next") if 'rel="next"' in answer.text else ""

    assert 30 < len(bold) < 60
    assert (told(desk), walked) == (str(len(bold)), bold)


def test_more_than_99_are_not_counted(api: People, desk: Desk) -> None:
    many_cases.write_cases(api.account.id, 1000, handler="user:somebody")

    assert told(desk) == "99+"
    assert in_menu(desk) == "25+"
    assert reads(desk) <= Counter({"GetItem": 1, "Query": 2 * SHARDS, "BatchGetItem": 3})


def test_the_largest_number_that_is_counted_is_exact(api: People, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(use_cases, "MOST", 2)
    for _ in range(2):
        opened(api.key)
    assert told(desk) == "2"

    opened(api.key)

    assert told(desk) == "2+"


def test_who_is_new_has_read_what_was_before(api: People, desk: Desk) -> None:
    opened(api.key)
    user = table.get_user(f"sub-staff-{api.account.id}")
    assert user
    table.put_user(user.model_copy(update={"created_at": now()}))
    recent.clear_recent()
    assert (told(desk), unread(desk)) == ("", [])

    case = opened(api.key)

    assert (told(desk), unread(desk)) == ("1", [case])


def test_all_are_marked_as_read_until_they_change(api: People, desk: Desk) -> None:
    requests = [asked(api.key) for _ in range(3)]
    assert "Mark all as read" in seen(desk.get(INBOX))

    all_read(desk)

    assert "All cases are marked as read." in seen(page := desk.get(INBOX))
    assert "Mark all as read" not in seen(page)
    assert (told(desk), unread(desk)) == ("", [])
    photo_sent(requests[1])
    assert (told(desk), unread(desk)) == ("1", [requests[1]["case_id"]])
    assert told(at_desk(api.viewer).speaking("en")) == "3", "each reader has marks of their own"


def test_what_came_after_the_list_was_drawn_stays_unread(api: People, desk: Desk) -> None:
    opened(api.key)
    page = desk.get(INBOX).text
    drawn = re.search(r'name="until" value="([^"]*)"', page)
    assert drawn
    case = opened(api.key)

    all_read(desk, until=drawn[1])

    assert unread(desk) == [case]


@pytest.mark.parametrize(
    "until",
    [
        "2999-01-01T00:00:00Z",
        "9999-12-31T23:59:59-23:59",
        "2026-01-01",
        "what",
        "",
        "x" * 5000,
    ],
)
def test_nobody_marks_the_future_as_read(api: People, desk: Desk, until: str) -> None:
    opened(api.key)

    all_read(desk, until=until)

    assert told(desk) == ""
    case = opened(api.key)
    assert unread(desk) == [case]


def test_an_older_mark_does_not_undo_a_newer_one(api: People, desk: Desk) -> None:
    opened(api.key)
    all_read(desk)

    all_read(desk, until=(now() - timedelta(days=1)).isoformat())

    assert told(desk) == ""


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("?show=unread", {"A", "B"}),
        ("?show=unread&process=kasko", {"B"}),
        (SEARCHED, {"A", "B"}),
        ("?show=unread&status=waiting", set()),
    ],
)
def test_the_unread_tab_can_be_narrowed(api: People, desk: Desk, query: str, kept: set[str]) -> None:
    named = {opened(api.key, reference=f"REF-{name}", process="kasko" if name == "B" else None): name for name in "ABC"}
    look_at(desk, next(case for case, name in named.items() if name == "C"))

    assert {named[each] for each in unread(desk, query)} == kept


def test_counting_notes_how_far_back_all_is_read(api: People, desk: Desk) -> None:
    written = many_cases.write_cases(api.account.id, 300, handler="user:somebody")
    oldest = next(case for case in written[::-1] if case.changed_at > now() - timedelta(days=170))
    for case in written:
        if case != oldest:
            cases_table.mark_seen(case, user_id=f"sub-staff-{api.account.id}")
    accounts.load_account(api.account.id)
    first = reads(desk)
    assert told(desk) == "1"
    cases_table.mark_seen(oldest, user_id=f"sub-staff-{api.account.id}")
    assert told(desk) == ""

    later = reads(desk)

    assert (first["Query"], later["Query"]) == (2 * SHARDS, SHARDS)
    assert later == {"GetItem": 1, "Query": SHARDS, "BatchGetItem": 1}
    fresh = opened(api.key)
    assert (told(desk), unread(desk)) == ("1", [fresh])


def test_a_change_that_is_written_late_is_not_taken_for_read(api: People, desk: Desk) -> None:
    for case in many_cases.write_cases(api.account.id, 300, handler="user:somebody"):
        cases_table.mark_seen(case, user_id=f"sub-staff-{api.account.id}")
    assert told(desk) == ""
    with time_machine.travel(now() - use_cases.LATE / 2, tick=False):
        late = cases.open_case(Caller(account_id=api.account.id, principal=ApiClient("1")), cases.NewCase())

    assert (told(desk), unread(desk)) == ("1", [late.id])


def test_a_count_does_not_fail_for_a_mark_that_cannot_be_written(api: People, desk: Desk) -> None:
    for case in many_cases.write_cases(api.account.id, 300, handler="user:somebody"):
        cases_table.mark_seen(case, user_id=f"sub-staff-{api.account.id}")

    denied = iter([refusal("PutItem", "AccessDeniedException")])
    with recorded_log() as log, refusing("PutItem", denied) as refused:
        assert told(desk) == ""

    assert refused == ["PutItem"]
    assert len(log.named("mark not written")) == 1


def test_a_session_that_has_ended_counts_nothing(api: People) -> None:
    assert Desk().get("/console/unread").status == 303


def test_the_count_is_of_ones_own_account(api: People, desk: Desk) -> None:
    opened(api.stranger)

    assert told(desk) == ""
