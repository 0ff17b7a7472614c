"""The camera's clock: local time, its offset, and impossible times."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import time_machine

from chalicelib.features.photos.camera_clock import read_camera_time

LOCAL = datetime(2026, 11, 20, 1, 30)  # noqa: DTZ001 - the camera's local time


def at(hours: float) -> datetime:
    """Return the local time with an offset."""
    return LOCAL.replace(tzinfo=timezone(timedelta(hours=hours)))


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel(datetime(2026, 11, 28, tzinfo=UTC), tick=False):
        yield


@pytest.mark.parametrize(
    ("written", "offset", "time"),
    [
        ("2026:11:20 01:30:00", "", LOCAL),
        ("2026-11-20T01:30:00", "", LOCAL),
        ("2026-11-20 01:30:00.999", "", LOCAL),
        ("2026:11:20 01:30:00", "+03:00", at(3)),
        ("2026:11:20 01:30:00", "+0530", at(5.5)),
        ("2026:11:20 01:30:00", "Z", at(0)),
        ("2026-11-20T01:30:00-03:30", "", at(-3.5)),
        ("2026-11-20T01:30:00.000Z", "", at(0)),
        ("2026:11:20 01:30:00", "+14:00", at(14)),
        ("2026:11:20 01:30:00", "+14:01", LOCAL),
        ("2026:11:20 01:30:00", "-15:00", LOCAL),
        ("2026-11-20T01:30:00+23:59", "", LOCAL),
        ("2026-11-20T01:30:00+99:99", "", LOCAL),
        ("2026:11:20 01:30:00", "+03:00", at(3)),
        ("2026:11:20 01:30:00", "MSK", LOCAL),
        ("2026/11/20 01:30:00", "", LOCAL),
        ("2026:11:20  1:30:00", "", LOCAL),
        ("2026:11:20 01:30:00 +0300", "", at(3)),
    ],
)
def test_the_offset_is_there_only_where_it_is_known(written: str, offset: str, time: datetime) -> None:
    read = read_camera_time(written, offset)

    assert read == time
    assert read is not None
    assert read.utcoffset() == time.utcoffset()


@pytest.mark.parametrize(
    "written",
    [
        "",
        "now",
        "0000:00:00 00:00:00",
        "0001:01:01 00:00:00",
        "1989:12:31 23:59:59",
        "2028:01:01 00:00:00",
        "9999:12:31 23:59:59",
        "2026:02:30 12:00:00",
        "2026:11:20 24:00:00",
        "2026:11:20 23:60:00",
        "2026:11:20 23:59:60",
        "2026-11-20",
        "1763595000",
        "２０２６:11:20 01:30:00",
        "2026:11:20 01:30:00"[:-3],
        "2026:11:20 01:30:00 PM",
        "2026:11:20 01:30:00 a.m.",
    ],
)
def test_what_is_no_time_of_a_photo_is_none(written: str) -> None:
    assert read_camera_time(written) is None


@pytest.mark.parametrize("year", [1990, 2026, 2027])
def test_years_up_to_the_next_one_can_be(year: int) -> None:
    assert read_camera_time(f"{year}:12:31 23:59:59") == datetime(year, 12, 31, 23, 59, 59)  # noqa: DTZ001
