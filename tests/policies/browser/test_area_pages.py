"""Pages of own policies on a phone: read without findings of axe-core, as wide as the window, without a script."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page, Route

from chalicelib.base.languages import LANGUAGES
from tests.cabinet.visitors import HOME, at_area
from tests.clients.bodies import PERSON, added
from tests.policies.api.test_documents_by_mail import print_all
from tests.policies.api.test_renewal import CHOICES
from tests.policies.area.test_own_cancellations import let_cancel
from tests.policies.investments import life_policy
from tests.policies.papers import PDF, uploaded
from tests.policies.sales import sold
from tests.printing import orders
from tests.support.api.people import People
from tests.support.area import holder, open_area, registered
from tests.support.browser.axe import violations
from tests.support.browser.desks import NARROW, as_json, overflow

BASE = "https://area.example"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=True):
        yield


@pytest.fixture
def client_id(api: People) -> str:
    """Return a client who is signed in to the area."""
    open_area(api.account.id)
    return added(api.agent, PERSON)


@pytest.fixture
def page(api: People, client_id: str, chromium: Browser) -> Iterator[Page]:
    """Return a browser at the client's area."""
    person = registered(api.account.id, holder(client_id))
    context = chromium.new_context(viewport={"width": 360, "height": 800})

    def answer(route: Route) -> None:
        language = route.request.headers.get("x-language", "ru")
        drawn = at_area(person, language=language).get(route.request.url.removeprefix(BASE))
        route.fulfill(status=drawn.status, headers=dict(drawn.headers), body=drawn.text)

    context.route(f"{BASE}/**", answer)
    yield context.new_page()
    context.close()


def policy(api: People, client_id: str, **changes: Any) -> dict[str, Any]:
    """Sell a policy in four instalments to the client, the first one paid."""
    chosen = {"plan": "in_4", "options": CHOICES, "paid_instalments": 1, **changes}
    return sold(api.agent, client_id, drivers=[{"name": "Константинопольский Константин Константинович"}], **chosen)


def demand_readable(page: Page, path: str) -> None:
    """Fail for findings of axe-core, and for a page that is wider than a phone, in each language."""
    for language in LANGUAGES:
        page.set_extra_http_headers({"X-Language": language})
        for width in (NARROW, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{BASE}{HOME}{path}")
            assert overflow(page) == 0, (path, language, width)
        assert violations(page) == [], as_json(violations(page))


def test_the_pages_of_a_policy_are_for_everybody(
    api: People, client_id: str, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders.open_queue(monkeypatch)
    let_cancel(api)
    made = policy(api, client_id)
    print_all(api, made["id"])
    uploaded(api.agent, made["id"], PDF, name="Акт предстрахового осмотра транспортного средства", shared=True)
    one = f"/policies/{made['id']}"

    for path in (
        *("/policies", one, f"{one}/renewal", f"{one}/cancel", f"{one}/cancel?on=2027-03-10", f"{one}/cancel?on=x"),
        f"/claims/new?policy_id={made['id']}",
    ):
        demand_readable(page, path)


def test_the_page_of_a_life_policy_is_for_everybody(api: People, client_id: str, page: Page) -> None:
    made = api.agent.post("/v1/policies", life_policy(client_id)).expect(201)
    api.admin.put("/v1/underlyings/moex/levels/2026-11-30", {"level": "1138.95345"}).expect(200)

    demand_readable(page, f"/policies/{made['id']}")
