"""A person's browser at pages of the client area that are drawn in the process of the test."""

from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Browser, Page, Route

from chalicelib.features.clients.personal import Purpose
from tests.cabinet.browser.drawn import BASE
from tests.cabinet.visitors import at_area
from tests.clients.bodies import PERSON, added
from tests.clients.personal_data import write_text
from tests.policies.sales import sold
from tests.support.api.people import People
from tests.support.area import holder, open_area, registered


@pytest.fixture(params=[True, False])
def page(api: People, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Return a browser with script, then one without, at the area of a person who is signed in."""
    open_area(api.account.id)
    write_text(api.account.id)
    write_text(api.account.id, "Присылайте предложения.", purpose=Purpose.ADVERTISING)
    client_id = added(api.staff, PERSON)
    sold(api.staff, client_id)
    person = registered(api.account.id, holder(client_id))
    context = chromium.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=request.param)

    def answer(route: Route) -> None:
        language = route.request.headers.get("x-language", "ru")
        visitor, path = at_area(person, language=language), route.request.url.removeprefix(BASE)
        sent = dict(parse_qsl(route.request.post_data or "", keep_blank_values=True))
        drawn = visitor.get(path) if route.request.method == "GET" else visitor.post(path, sent)
        if drawn.status == HTTPStatus.SEE_OTHER:  # Chromium follows no redirect of an answer that is made up
            drawn = visitor.get(drawn.headers["location"])
        route.fulfill(status=drawn.status, headers=dict(drawn.headers), body=drawn.text)

    context.route(f"{BASE}/**", answer)
    yield context.new_page()
    context.close()
