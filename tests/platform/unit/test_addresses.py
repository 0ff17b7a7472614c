"""Addresses of the console: below the API's own, and never another host's."""

from collections.abc import Iterator

import pytest

from chalicelib.base.settings import settings
from chalicelib.frame.console.addresses import address, origin, own_page


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An API that lies below a stage's name, at a port of its own."""
    monkeypatch.setenv("PUBLIC_BASE_URL", "http://localhost:4566/_aws/execute-api/osmotr/api")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.usefixtures("stage")
def test_pages_lie_below_the_api() -> None:
    assert address("/console/new") == "/_aws/execute-api/osmotr/api/console/new"
    assert origin() == "http://localhost:4566"


@pytest.mark.parametrize("path", ["/console", "/console/new", "/console/new?case=case_1&again=%D1%8F", "/console?q=a"])
def test_a_page_of_ours_is_kept(path: str) -> None:
    assert own_page(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "//evil.example",
        "https://evil.example",
        "/consoles",
        "/console\\evil",
        "/console/a b",
        "/console/\n",
        "/console/é",
        "console",
        " /console",
        "/r/token",
        "/console#top",
    ],
)
def test_anything_else_leads_home(path: str) -> None:
    assert own_page(path) == "/console"
