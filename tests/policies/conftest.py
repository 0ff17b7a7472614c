"""Rates of commission for tests."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from chalicelib.features.policies.rates import NewRate, set_rate
from tests.support.api.people import People, admin_of

Rate = Callable[[str], None]


@pytest.fixture
def rate(api: People) -> Rate:
    """Return a function that sets the percent of commission on KASKO, of all agents, from the first of the month."""

    def set_percent(percent: str) -> None:
        set_rate(admin_of(api), NewRate("kasko", None, date(2026, 12, 1), Decimal(percent)))

    return set_percent
