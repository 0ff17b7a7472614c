"""The order of a run's tests: those of the running system stand between others while it starts."""

import os
from pathlib import Path

import pytest

from infra.local.shared import start_early

#: The fixture of which a test needs the running system.
RUNNING = "deployment"
#: The part of the tests in process that come first.
FIRST = 1 / 3


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the tests for the run's workers."""
    waiting = [item for item in items if needs_system(item)]
    others = [item for item in items if not needs_system(item)]
    items[:] = ordered(others, waiting, workers=int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


@pytest.fixture(scope="session", autouse=True)
def _system_in_time(request: pytest.FixtureRequest, system_folder: Path) -> None:
    """Start the system in the background, by one of the workers, if a test of the run needs it."""
    first = os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0"
    if first and any(map(needs_system, request.session.items)):
        start_early(system_folder)


def needs_system(item: pytest.Item) -> bool:
    """Return True if a test uses the running system, itself or through a fixture."""
    return RUNNING in getattr(item, "fixturenames", ())


def ordered[T](others: list[T], waiting: list[T], *, workers: int) -> list[T]:
    """Return the tests in equal shares, one a worker in turn, as pytest-xdist hands them out at first.

    In each share tests in process come first, while the system starts, and last: tests that other workers take near the
    end are short.
    """
    found: list[T] = []
    for worker in range(workers):
        share = share_of(others, worker, workers)
        head = round(len(share) * FIRST)
        found += [*share[:head], *share_of(waiting, worker, workers), *share[head:]]
    return found


def share_of[T](tests: list[T], worker: int, workers: int) -> list[T]:
    """Return the part of the tests that a worker gets at first."""
    return tests[len(tests) * worker // workers : len(tests) * (worker + 1) // workers]
