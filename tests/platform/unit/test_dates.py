"""Dates as people write them, compared."""

import pytest

from chalicelib.base.dates import is_same_date


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("01/04/2026", "1.4.2026", True),
        ("2026-04-01", "01 Apr 2026", True),
        ("", " ", True),
        ("ayer", "ayer", True),
        ("ayer", "01/04/2026", False),
        ("", "01/04/2026", False),
        ("01/04/2026", "04/01/2026", False),
    ],
)
def test_a_date_is_the_same_in_any_notation(one: str, other: str, same: bool) -> None:
    assert is_same_date(one, other) is same
