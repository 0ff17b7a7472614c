"""Dates, times and sizes as each language writes them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from chalicelib.base import localized
from chalicelib.base.languages import Language
from chalicelib.features.cases.console import words as case_words
from chalicelib.features.cases.model import CaseStatus
from chalicelib.features.photos.console import words as photo_words
from chalicelib.features.photos.model import RequestStatus
from chalicelib.messaging.model import MessageStatus

MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize(
    ("language", "written"),
    [("ru", "01.02.2026, 15:05"), ("es", "01/02/2026, 15:05"), ("en", "01 Feb 2026, 15:05")],
)
def test_moments_are_written_in_the_accounts_zone(language: Language, written: str) -> None:
    assert localized.moment(language, datetime(2026, 2, 1, 12, 5, tzinfo=UTC), MOSCOW) == written


def test_of_the_present_day_only_the_time_matters() -> None:
    with time_machine.travel(datetime(2026, 2, 1, 21, 30, tzinfo=UTC), tick=False):
        assert localized.moment("en", datetime(2026, 2, 1, 21, 1, tzinfo=UTC), MOSCOW) == "today, 00:01"
        assert localized.moment("en", datetime(2026, 2, 1, 20, 59, tzinfo=UTC), MOSCOW) == "01 Feb 2026, 23:59"


@pytest.mark.parametrize(
    ("count", "written"), [(1, "1 КБ"), (900_000, "879 КБ"), (1_048_576, "1,0 МБ"), (2_621_440, "2,5 МБ")]
)
def test_sizes_are_rounded(count: int, written: str) -> None:
    assert localized.size("ru", count) == written


def test_a_cameras_clock_is_quoted_and_not_converted() -> None:
    assert photo_words.camera_time("ru", "2026-02-01T23:59:00+05:00") == "01.02.2026, 23:59"
    assert photo_words.camera_time("en", "2026-02-01T23:59:00") == "01 Feb 2026, 23:59"


def test_time_in_utc_says_so_since_pages_of_before_told_nothing_else() -> None:
    assert photo_words.camera_time("ru", "2026-02-01T23:59:00+00:00") == "01.02.2026, 23:59 UTC"


def test_every_state_has_a_word_and_a_look() -> None:
    assert set(case_words.CASE_STATUS) == set(case_words.CASE_LOOK) == set(case_words.AWAITED) == set(CaseStatus)
    assert set(photo_words.REQUEST_STATUS) == set(photo_words.REQUEST_LOOK) == set(RequestStatus)
    assert set(photo_words.MESSAGE_STATUS) == set(MessageStatus)
