"""An administrator's browser at pages of the client area that are drawn in the process of the test."""

from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.cabinet.browser.drawn import BASE
from tests.cabinet.visitors import at_area
from tests.companies.people import Staffed, staffed
from tests.support.api.people import People


@pytest.fixture
def firm(api: People) -> Staffed:
    return staffed(api)


@pytest.fixture(params=[True, False])
def page(firm: Staffed, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Return a browser with script, then one without, of the administrator of a company."""
    context = chromium.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=request.param)

    def answer(route: Route) -> None:
        language = route.request.headers.get("x-language", "es")
        visitor, path = at_area(firm.ana, language=language), route.request.url.removeprefix(BASE)
        sent = dict(parse_qsl(route.request.post_data or "", keep_blank_values=True))
        drawn = visitor.get(path) if route.request.method == "GET" else visitor.post(path, sent)
        if drawn.status == HTTPStatus.SEE_OTHER:  # Chromium follows no redirect of an answer that is made up
            drawn = visitor.get(drawn.headers["location"])
        route.fulfill(status=drawn.status, headers=dict(drawn.headers), body=drawn.text)

    context.route(f"{BASE}/**", answer)
    yield context.new_page()
    context.close()
