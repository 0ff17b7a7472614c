"""The log of a test."""

from collections.abc import Iterator

import pytest

from tests.support.lambda_events import Log, recorded_log


@pytest.fixture
def log() -> Iterator[Log]:
    """The log lines of the test."""
    with recorded_log() as log:
        yield log
