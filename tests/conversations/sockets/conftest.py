"""Fixtures of tests of sockets."""

from collections.abc import Iterator

import pytest

from tests.conversations.sockets.pages import Gateway, Stream, played, recorded_stream


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    """Return the sockets of API Gateway, played in process."""
    return played(monkeypatch)


@pytest.fixture
def stream() -> Iterator[Stream]:
    """Record the stream of the chat table."""
    with recorded_stream() as recorded:
        yield recorded
