"""Fixtures of tests of the sample feature."""

from collections.abc import Iterator

import pytest

from tests.sample_feature.mounting import mounted


@pytest.fixture
def _mounted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Mount the sample feature for one test."""
    with mounted(monkeypatch):
        yield
