"""Unread marks: a case has changed since one saw it, or was never seen; one's own doing is no news."""

import re
from datetime import timedelta

import pytest

from chalicelib.features.cases import service as cases
from chalicelib.features.cases import unread as unread_cases
from chalicelib.features.cases.model import UNREAD_FOR
from chalicelib.features.cases.table import SeenRow
from chalicelib.identity.principals import ApiClient
from tests.cases.console.test_inbox import INBOX, opened, shown
from tests.support import sending
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import asked, photo_sent
from tests.support.faults import refusal, refusing
from tests.support.lambda_events import recorded_log
from tests.support.sweeping import sweep_cases
from tests.support.world import World


@pytest.fixture
def desk(api: People) -> Desk:
    """Return the browser of someone of the staff, in English."""
    return at_desk(api.staff).speaking("en")


def unread(desk: Desk, query: str = "") -> list[str]:
    """Return the ids of the cases that the inbox shows as unread; each says it to screen readers, too."""
    answer = desk.get(f"{INBOX}{query}")
    assert answer.status == 200
    rows = re.findall(
        r'<tr role="row"( class="unread")?>\s*<th [^>]+><a href="/console/cases/(case_\w+)">(.*?)</a>', answer.text
    )
    for mark, _, words in rows:
        assert bool(mark) == ("Unread:" in words) == ('class="dot"' in words)
    assert [case_id for _, case_id, _ in rows] == shown(answer)
    return [case_id for mark, case_id, _ in rows if mark]


def look_at(desk: Desk, case_id: str, rest: str = "") -> None:
    assert desk.get(f"/console/cases/{case_id}{rest}").status == 200


def test_a_case_is_unread_until_it_is_seen_and_again_when_it_changes(api: People, desk: Desk) -> None:
    request = asked(api.key)
    assert unread(desk) == [request["case_id"]]

    look_at(desk, request["case_id"])
    assert unread(desk) == []

    photo_sent(request)
    assert unread(desk) == [request["case_id"]]


def test_each_reader_has_marks_of_their_own(api: People, desk: Desk) -> None:
    case = opened(api.key)
    look_at(desk, case)

    assert unread(desk) == []
    assert unread(at_desk(api.admin).speaking("en")) == [case]
    assert unread(at_desk(api.viewer).speaking("en")) == [case]


@pytest.mark.parametrize("tab", ["", "?tab=requests", "?tab=history", "/photos"])
def test_whatever_part_of_a_case_is_shown_it_has_been_seen(api: People, desk: Desk, tab: str) -> None:
    case = opened(api.key)

    look_at(desk, case, tab)

    assert unread(desk) == []


def test_photos_that_one_watched_arrive_are_seen(api: People, desk: Desk) -> None:
    request = asked(api.key)
    look_at(desk, request["case_id"])
    photo_sent(request)

    look_at(desk, request["case_id"], "/photos")

    assert unread(desk) == []


def test_ones_own_doing_is_no_news_but_is_to_others(api: People, desk: Desk) -> None:
    other = at_desk(api.admin).speaking("en")
    mine = [opened(api.staff), str(asked(api.staff)["case_id"])]
    asked(api.staff, case_id=mine[0])
    assert unread(desk) == []
    assert sorted(unread(other)) == sorted(mine)

    case = opened(api.key, process="osago")
    for path, fields in (("convert", {"process": "kasko"}), ("take", {"instead_of": ""})):
        answer = desk.post(f"/console/cases/{case}/{path}", fields)
        assert answer.status == 303
        look_at(desk, case)  # the page that the form leads to
        assert unread(desk) == []


def test_asking_in_the_console_leaves_the_case_read(api: People, desk: Desk) -> None:
    case = opened(api.key)
    look_at(desk, case)

    answer = desk.post(
        "/console/new",
        {"case": case, "phone": "+79161234567", "channels": "sms", "categories": ["damage"], "once": "x" * 16},
    )

    assert answer.status == 303, seen(answer)
    assert unread(desk) == []


def test_an_older_look_does_not_undo_a_newer_one(world: World) -> None:
    shown_request = sending.ask(world)
    before = cases.show_case(world.admin, shown_request.request.case_id)
    sending.send_and_file(shown_request, sending.photo())
    after = cases.show_case(world.admin, before.id)

    cases.mark_seen(world.admin, after)
    cases.mark_seen(world.admin, before)

    assert unread_cases.find_unread(world.admin, [after]) == frozenset()


def test_marks_are_forgotten_and_what_is_older_is_no_news(world: World) -> None:
    case = cases.open_case(world.admin, cases.NewCase())
    (mark,) = SeenRow.query(f"{world.account.id}#seen#test-admin")
    old = case.model_copy(update={"changed_at": case.changed_at - UNREAD_FOR - timedelta(minutes=1), "version": 9})

    assert abs(mark.ttl - (case.changed_at + UNREAD_FOR).timestamp()) < 60
    assert unread_cases.find_unread(world.admin, [old]) == frozenset()
    assert unread_cases.find_unread(world.admin, [case.model_copy(update={"version": 9})]) == {case.id}


def test_a_page_is_shown_though_its_mark_cannot_be_written(api: People, desk: Desk) -> None:
    case = opened(api.key)

    denied = iter([refusal("PutItem", "AccessDeniedException")])
    with recorded_log() as log, refusing("PutItem", denied) as refused:
        answer = desk.get(f"/console/cases/{case}")

    assert (answer.status, refused) == (200, ["PutItem"])
    assert len(log.named("mark not written")) == 1
    assert unread(desk) == [case]


def test_keys_have_no_marks(world: World) -> None:
    key = world.admin._replace(principal=ApiClient("1"), role=None)
    case = cases.open_case(key, cases.NewCase())

    cases.mark_seen(key, case)

    assert unread_cases.find_unread(key, [case]) == frozenset()
    assert list(SeenRow.query(f"{world.account.id}#seen#key:1")) == []


def test_marks_are_shown_on_every_page_of_a_list(api: People, desk: Desk) -> None:
    known = [opened(api.key, reference=f"ABC-{number:02d}") for number in range(3)]
    look_at(desk, known[1])

    for query in ("", "?status=new", "?q=abc"):
        assert set(unread(desk, query)) == {known[0], known[2]}


def test_a_user_of_another_account_marks_nothing_here(api: People, desk: Desk) -> None:
    case = opened(api.key)

    assert at_desk(api.stranger).get(f"/console/cases/{case}").status == 404
    assert unread(desk) == [case]


def test_an_expired_request_is_news(api: People, desk: Desk) -> None:
    request = asked(api.staff, expires_in_days=1)
    assert unread(desk) == []

    with sending.days_later(2):
        sweep_cases()
    assert unread(desk) == [request["case_id"]]
