"""One rule for time zones: readable ones here, and those of every machine."""

import pytest

from chalicelib.base import time_zones
from chalicelib.features.account.console.organisation_form import TIME_ZONES


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "Mars/Olympus",
        "Europe",
        "Europe/",
        "/etc/localtime",
        "../../etc/passwd",
        "Europe/Moscow\0",
        "\ud800",
        "x" * 300,
    ],
)
def test_what_is_no_zone_is_neither_readable_nor_listed_and_raises_nothing(name: str) -> None:
    assert (time_zones.is_readable(name), time_zones.is_listed(name)) == (False, False)


@pytest.mark.parametrize("name", ["localtime", "posixrules", "right/UTC", "posix/Europe/Moscow", "Factory"])
def test_what_only_some_machines_have_is_not_listed(name: str) -> None:
    assert not time_zones.is_listed(name)


def test_every_zone_to_choose_from_is_readable_and_listed() -> None:
    assert [name for name in TIME_ZONES if not (time_zones.is_readable(name) and time_zones.is_listed(name))] == []
