"""Downloading all photos of a case with a browser that runs no script: the button, the wait, the file."""

import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Download, Page, expect

from tests.deployed.inside import Root
from tests.support.browser import photos
from tests.support.browser.axe import violations
from tests.support.browser.desks import overflow
from tests.support.browser.office import case_address, desk
from tests.support.browser.system import PhotoRequest
from tests.support.running import send_photo

Asked = Callable[..., PhotoRequest]


@pytest.fixture
def let_orders_go(system: Mapping[str, Any]) -> Iterator[Callable[[], None]]:
    """Hold orders of archives in their queue until the test releases them."""
    root = Root(system)
    functions = root.client("lambda")
    name = system["functions"]["make_archives"]
    (source,) = functions.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]

    def go_on() -> None:
        functions.update_event_source_mapping(UUID=source["UUID"], Enabled=True)

    functions.update_event_source_mapping(UUID=source["UUID"], Enabled=False)
    yield go_on
    go_on()


def entries(download: Download) -> list[str]:
    """Return the names in a downloaded archive, after checking it."""
    with zipfile.ZipFile(Path(download.path())) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_photos_are_downloaded_as_one_file_without_script(
    chromium: Browser, system: Mapping[str, Any], asked: Asked, let_orders_go: Callable[[], None]
) -> None:
    request = asked(categories=["exterior"])
    with desk(chromium, system, java_script_enabled=False) as page:
        page.goto(case_address(system, request.case_id))
        expect(page.get_by_role("link", name="Download all (zip)")).to_be_hidden()  # there is nothing to download
        send_photo(request, photos.jpeg(seed=941))
        request.filed(1)
        page.reload()

        page.get_by_role("link", name="Download all (zip)").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("The archive is being made")
        with page.expect_download() as downloading:
            let_orders_go()

        assert entries(downloading.value) == ["manifest.csv", "Авто снаружи-01.jpg"]
        assert downloading.value.suggested_filename == f"{reference_of(request)}.zip"
        expect(page.get_by_role("heading", level=1)).to_have_text("The archive is ready")
        page.get_by_role("link", name="Back to the case").click()
        with page.expect_download():  # it is there already: no page in between
            page.get_by_role("link", name="Download all (zip)").click()
        expect(page.get_by_role("link", name="Download all (zip)")).to_be_visible()


@pytest.mark.parametrize(("language", "scheme", "width"), [("ru", "light", 360), ("es", "dark", 320)])
def test_the_waiting_page_is_for_everybody(
    chromium: Browser,
    system: Mapping[str, Any],
    asked: Asked,
    let_orders_go: Callable[[], None],
    language: str,
    scheme: str,
    width: int,
) -> None:
    request = asked(categories=["exterior"])
    send_photo(request, photos.jpeg(seed=942))
    request.filed(1)
    with desk(chromium, system, language=language, width=width, color_scheme=scheme, bypass_csp=True) as page:
        page.goto(case_address(system, request.case_id) + "/attachments.zip")

        assert shown_right(page) == []
        with page.expect_download():
            let_orders_go()
        assert shown_right(page) == []


def shown_right(page: Page) -> list[Any]:
    """Return axe's findings, and a note if the page is too wide."""
    return [*violations(page), *(["too wide"] if overflow(page) else [])]


def reference_of(request: PhotoRequest) -> str:
    """Return the reference of a request's case."""
    return str(request.staff("GET", f"cases/{request.case_id}").json()["reference"])
