"""Terms of answers by working days, and threads without holes."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from chalicelib.features.claims.deadlines.computing import Place
from chalicelib.features.claims.deadlines.usual_calendars import usual_calendars
from chalicelib.features.conversations.settings import AnswerTerm, usual_terms
from chalicelib.features.conversations.terms import alarm_between, due_after, due_from
from chalicelib.features.conversations.threads import Draft, Head, Side, first_wrong, next_message

MOSCOW = Place(ZoneInfo("Europe/Moscow"), usual_calendars()[0])
COMPLAINT = usual_terms()["complaint"]


@pytest.mark.parametrize(("came", "due"), [("2026-11-27", "2026-12-18"), ("2026-12-25", "2027-01-25")])
def test_case_51_a_complaint_is_due_in_15_working_days(came: str, due: str) -> None:
    moment = datetime.fromisoformat(f"{came}T23:30:00+03:00")

    found = due_from(moment, COMPLAINT, MOSCOW)

    assert found.last_day == date.fromisoformat(due)
    assert found.ends_at == datetime.fromisoformat(f"{due}T21:00:00+00:00")


def test_a_term_of_calendar_days_counts_all_of_them() -> None:
    moment = datetime.fromisoformat("2026-12-25T10:00:00+03:00")

    assert due_from(moment, AnswerTerm(days=10, count="calendar"), MOSCOW).last_day == date(2027, 1, 4)


def test_case_51_an_extension_counts_from_the_last_day() -> None:
    assert due_after(date(2026, 12, 18), COMPLAINT.extension, MOSCOW).last_day == date(2027, 1, 11)


def test_case_52_the_alarm_is_at_four_fifths_of_the_time() -> None:
    begins, ends = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 11, tzinfo=UTC)

    assert alarm_between(begins, ends, 80) == datetime(2026, 11, 9, tzinfo=UTC)


def test_a_changed_or_missing_message_shows() -> None:
    head, said, moment = Head(account_id="acc_1", thread_id="tic_1", kind="ticket"), [], datetime.now(UTC)
    for number in range(3):
        draft = Draft(id=str(number), side=Side.CLIENT, author="person:1", text=f"№ {number}", at=moment)
        head, message = next_message(head, draft)
        said.append(message)

    assert [each.number for each in said] == [1, 2, 3]
    assert head.counts == {Side.CLIENT: 3}
    assert first_wrong(said) is None
    assert first_wrong([said[0], said[2]]) == 2
    assert first_wrong(said[1:], since=said[0]) is None
    assert first_wrong([said[0], said[1].model_copy(update={"text": "Нет"}), said[2]]) == 2
