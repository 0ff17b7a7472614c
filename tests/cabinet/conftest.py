"""Registrations answer at once in tests."""

import pytest

from chalicelib.features.cabinet.joining import pacing


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "STEP", 0.0)
