"""Slow tests in a world change nothing: neither a cache nor a window of a limit ends by itself."""

import time

import pytest

from chalicelib.aws import rate_limits
from chalicelib.base import recent
from chalicelib.base.errors import QuotaExceeded
from chalicelib.features.photos.service import limits
from chalicelib.tenancy import service as accounts
from tests.support.faults import counted
from tests.support.world import World


def make_slow(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Shift the clocks by the time that a busy machine may need between two steps of a test."""
    passed, wall = time.monotonic() + seconds, time.time() + seconds
    monkeypatch.setattr("time.monotonic", lambda: passed)
    monkeypatch.setattr("time.time", lambda: wall)


def test_settings_that_were_read_are_not_read_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts.load_account(world.account.id)
    make_slow(monkeypatch, 2 * recent.CACHE_SECONDS)

    with counted() as operations:
        accounts.load_account(world.account.id)

    assert operations == []


@pytest.mark.parametrize("seconds", [61, 3600])
def test_what_is_counted_by_the_minute_stays_counted(
    world: World, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    assert world
    rate_limits.count_attempt("sign-in", "somebody", limit=1, seconds=60)
    monkeypatch.setattr(limits, "CALLS_OF_ADDRESS", 1)
    limits.count_call(None, address="192.0.2.1")
    make_slow(monkeypatch, seconds)

    with pytest.raises(QuotaExceeded):
        rate_limits.count_attempt("sign-in", "somebody", limit=1, seconds=60)
    with pytest.raises(QuotaExceeded):
        limits.count_call(None, address="192.0.2.1")
