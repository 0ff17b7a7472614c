"""Answers that a process may repeat for half a minute: every call reads settings, users and keys; they change seldom.

A change forgets all of them in its own process.
"""

import time
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, cast

CACHE_SECONDS = 30
_clearers: list[Callable[[], None]] = []


def recent[**P, T](*, at_most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Return a decorator that repeats a function's answers for at most CACHE_SECONDS, the latest `at_most` of them."""

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @lru_cache(maxsize=at_most)
        def remembered(_period: int, *args: P.args, **named: P.kwargs) -> T:
            return function(*args, **named)

        @wraps(function)
        def answer(*args: P.args, **named: P.kwargs) -> T:
            return cast("T", cast("Any", remembered)(_period(), *args, **named))

        _clearers.append(remembered.cache_clear)
        return answer

    return decorate


def clear_recent() -> None:
    """Ask anew for everything from here on."""
    for clear in _clearers:
        clear()


def _period() -> int:
    return int(time.monotonic() // CACHE_SECONDS)
