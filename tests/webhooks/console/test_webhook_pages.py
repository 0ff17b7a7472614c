"""Endpoints of webhooks at the console: a secret shown once, forms that lose nothing, how each endpoint is."""

import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.base.ids import new_id
from chalicelib.features.webhooks import service
from chalicelib.features.webhooks.model import DisabledReason, Endpoint
from chalicelib.features.webhooks.outbound import Client
from chalicelib.features.webhooks.service import endpoints
from tests.support.api.client import Answer
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People, admin_of
from tests.support.lambda_events import raw_items
from tests.support.world import World
from tests.webhooks import hooks
from tests.webhooks.hooks import ALL_EVENTS, URL, Scripted, fan_out, happens, now_of, try_due

pytestmark = pytest.mark.usefixtures("public")
public = hooks.public
WEBHOOKS = "/console/settings/webhooks"


def form_of(**fields: str | list[str]) -> dict[str, str | list[str]]:
    return {"once": new_id("whe"), "url": URL, "description": "Claims <system>", "which": "all", **fields}


def secret_in(answer: Answer) -> str:
    found = re.search(r'id="secret" readonly value="([^"]+)"', answer.text)
    assert found, answer.text
    return html.unescape(found[1])


def added(api: People, **changes: Any) -> Endpoint:
    wish = {"url": URL, "events": ALL_EVENTS, "description": "Claims", **changes}
    return service.add_endpoint(admin_of(api), **wish)


def listed(api: People) -> list[Endpoint]:
    return service.list_endpoints(admin_of(api))


def link(answer: Answer, words: str) -> str:
    found = re.search(rf'href="([^"]+)"[^>]*>{words}<', answer.text)
    assert found, answer.text
    return html.unescape(found[1])


def fresh() -> str:
    return (now() - timedelta(minutes=1)).isoformat()


def english(api: People) -> Desk:
    return at_desk(api.admin).speaking("en")


def test_without_endpoints_the_page_says_what_to_do(api: People) -> None:
    page = english(api).get(WEBHOOKS)

    assert "There is no endpoint yet. Add the address" in seen(page)
    assert 'href="/docs#events"' in page.text
    assert link(page, "Add an endpoint") == f"{WEBHOOKS}/new"


def test_a_secret_is_shown_once_and_signs_what_is_sent(api: People) -> None:
    desk = english(api)

    answer = desk.post(f"{WEBHOOKS}/new", form_of())

    assert (answer.status, answer.headers["cache-control"], answer.cookies) == (200, "no-store", ())
    secret = secret_in(answer)
    assert answer.text.count(secret) == 1
    (endpoint,) = listed(api)
    assert (endpoint.url, endpoint.description, set(endpoint.events)) == (URL, "Claims <system>", set(ALL_EVENTS))
    for path in ("", f"/{endpoint.id}", f"/{endpoint.id}/change", f"/{endpoint.id}/rotate-secret"):
        page = desk.get(f"{WEBHOOKS}{path}")
        assert secret not in page.text
        assert URL in page.text
        assert "Claims <system>" not in page.text
    assert "whsec_" not in str(raw_items("webhooks"))
    receiver = Scripted()
    desk.post(f"{WEBHOOKS}/{endpoint.id}/test")
    try_due(receiver)
    assert receiver.sent[0].opened_by(secret)["type"] == "endpoint.test"


def test_a_form_that_is_sent_again_adds_no_other_and_says_so(api: People) -> None:
    desk, form = english(api), form_of()
    secret = secret_in(desk.post(f"{WEBHOOKS}/new", form))

    again = desk.post(f"{WEBHOOKS}/new", form)

    assert again.status == 409
    assert "added already" in seen(again)
    assert secret not in again.text
    assert len(listed(api)) == 1


@pytest.mark.parametrize(
    ("fields", "at", "problem"),
    [
        ({"url": ""}, "url", "This field is required."),
        ({"url": "http://example.com/"}, "url", "Must begin with https://"),
        ({"url": "https://user:pass@example.com/"}, "url", "Must not hold a user name"),
        ({"description": "x" * 201}, "description", "Must have at most 200"),
        ({"which": "some"}, "events", "Tick at least one."),
        ({"which": "some", "events": ["photo.eaten"]}, "events", "Must be one of"),
    ],
)
def test_what_will_not_do_stays_in_the_form(
    api: People, fields: dict[str, str | list[str]], at: str, problem: str
) -> None:
    form = form_of(**fields)

    answer = english(api).post(f"{WEBHOOKS}/new", form)

    assert answer.status == 422
    assert f'id="{at}-wrong">{problem}' in answer.text
    for name in ("once", "url", "description"):
        assert f'value="{html.escape(str(form[name]))}"' in answer.text
    assert f'name="which" value="{form["which"]}" checked' in answer.text
    assert listed(api) == []


def test_ticked_events_stay_ticked_when_the_address_is_wrong(api: People) -> None:
    form = form_of(url="nonsense", which="some", events=["photo.filed", "case.created"])

    answer = english(api).post(f"{WEBHOOKS}/new", form)

    assert re.findall(r'name="events" value="([^"]+)" checked', answer.text) == ["case.created", "photo.filed"]


def test_an_address_of_the_inside_is_refused_at_its_field(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "client", lambda *, seconds: Client(seconds=seconds))

    answer = english(api).post(f"{WEBHOOKS}/new", form_of(url="https://169.254.169.254/latest/"))

    assert 'id="url-wrong">Leads to an address that is not on the public internet.' in answer.text


@pytest.mark.parametrize("once", ["", "whe_1", "whe_01J9Z6X0000000000000000000#x", "key_01J9Z6X0000000000000000000"])
def test_a_form_that_was_not_ours_adds_nothing(api: People, once: str) -> None:
    assert english(api).post(f"{WEBHOOKS}/new", form_of(once=once)).status == 422
    assert listed(api) == []


def test_an_account_that_is_full_is_told_so_and_loses_nothing(api: People) -> None:
    for _ in range(endpoints.MAX_ENDPOINTS):
        added(api)

    answer = english(api).post(f"{WEBHOOKS}/new", form_of())

    assert answer.status == 409
    assert "can have 20 endpoints" in seen(answer)
    assert f'value="{URL}"' in answer.text


def test_a_change_is_saved_and_what_stays_is_left_alone(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = added(api, events=("photo.filed",))
    desk, path = english(api), f"{WEBHOOKS}/{endpoint.id}/change"
    page = desk.get(path)
    assert re.findall(r'name="events" value="([^"]+)" checked', page.text) == ["photo.filed"]
    assert 'name="which" value="some" checked' in page.text
    monkeypatch.setattr(endpoints, "client", None)  # an address that stays isn't looked up

    done = desk.post(
        path,
        {
            "version": "1",
            "url": URL,
            "description": "CRM",
            "which": "some",
            "events": ["photo.rejected", "photo.filed"],
            "enabled": "yes",
        },
    )

    assert (done.status, done.headers["location"]) == (303, f"{WEBHOOKS}/{endpoint.id}")
    changed = now_of(endpoint)
    assert (changed.description, changed.events, changed.enabled) == ("CRM", ("photo.filed", "photo.rejected"), True)
    shown = seen(desk.get(f"{WEBHOOKS}/{endpoint.id}"))
    assert "The endpoint is saved." in shown
    assert "2 events" in shown


def test_nothing_changed_writes_nothing(api: People) -> None:
    endpoint = added(api)

    done = english(api).post(
        f"{WEBHOOKS}/{endpoint.id}/change",
        {"version": "1", "url": URL, "description": "Claims", "which": "all", "enabled": "yes"},
    )

    assert done.status == 303
    assert now_of(endpoint) == endpoint


def test_another_persons_change_is_not_written_over_unseen(api: People) -> None:
    endpoint = added(api)
    desk, path = english(api), f"{WEBHOOKS}/{endpoint.id}/change"
    service.change_endpoint(admin_of(api), endpoint.id, changes={"description": "Theirs"})
    form = {"version": "1", "url": URL, "description": "Ours", "which": "all", "enabled": "yes"}

    answer = desk.post(path, form)

    assert answer.status == 409
    assert "changed meanwhile" in seen(answer)
    assert 'value="Ours"' in answer.text
    assert now_of(endpoint).description == "Theirs"
    version = re.search(r'name="version" value="(\d+)"', answer.text)
    assert version
    assert desk.post(path, {**form, "version": version[1]}).status == 303
    assert now_of(endpoint).description == "Ours"


def test_an_endpoint_that_is_switched_off_says_so_and_gets_nothing(api: People) -> None:
    endpoint = added(api)
    desk, one = english(api), f"{WEBHOOKS}/{endpoint.id}"

    desk.post(f"{one}/change", {"version": "1", "url": URL, "description": "Claims", "which": "all"})

    for path in (WEBHOOKS, one):
        assert "Disabled" in seen(desk.get(path))
        assert "An administrator switched it off." in seen(desk.get(path))
    page = desk.get(one)
    assert f'action="{one}/test"' not in page.text
    for deed in ("test", "replay"):
        refused = desk.post(f"{one}/{deed}", {"since": fresh()})
        assert refused.status == 409
        assert "This endpoint is disabled. Enable it first." in seen(refused)
    assert now_of(endpoint).enabled is False


def by_button(desk: Desk, one: str, version: int) -> Answer:
    return desk.post(f"{one}/enable")


def by_form(desk: Desk, one: str, version: int) -> Answer:
    form = {"version": str(version), "url": URL, "description": "Claims", "which": "all", "enabled": "yes"}
    return desk.post(f"{one}/change", form)


@pytest.mark.parametrize("enable", [by_button, by_form])
@pytest.mark.parametrize(("days", "proposed"), [(2, timedelta(days=2)), (40, timedelta(days=30))])
def test_an_endpoint_that_is_enabled_again_is_offered_what_it_missed(
    api: People, world: World, enable: Callable[[Desk, str, int], Answer], days: int, proposed: timedelta
) -> None:
    endpoint = added(api)
    with time_machine.travel(now() - timedelta(days=days), tick=False):
        off = service.change_endpoint(admin_of(api), endpoint.id, changes={"enabled": False})
    happens(world)
    fan_out()
    desk, one = english(api), f"{WEBHOOKS}/{endpoint.id}"

    done = enable(desk, one, off.version)

    assert done.headers["location"].startswith(f"{one}/replay?since=")
    page = desk.get(done.headers["location"])
    assert "The endpoint is enabled." in seen(page)
    since = re.search(r'name="since"[^>]* value="([^"]+)"', page.text)
    assert since
    ago = now() - datetime.fromisoformat(since[1]).replace(tzinfo=api.account.zone)
    assert proposed - timedelta(hours=2) < ago <= proposed + timedelta(minutes=1)
    assert desk.post(f"{one}/replay", {"since": since[1]}).headers["location"].endswith("?show=pending")
    receiver = Scripted()
    try_due(receiver)
    assert len(receiver.ids) == 1


@pytest.mark.parametrize(("answer", "said"), [(410, "answered 410 Gone"), (500, "accepted nothing for 75 hours")])
def test_why_an_endpoint_was_disabled_is_said(api: People, world: World, answer: int, said: str) -> None:
    endpoint = added(api)
    happens(world)
    fan_out()
    with hooks.time_stands() as move:
        hooks.until_settled(Scripted(say=lambda _: answer), endpoint, move=move)
    assert now_of(endpoint).disabled_reason in {DisabledReason.GONE, DisabledReason.FAILING}

    page = seen(english(api).get(f"{WEBHOOKS}/{endpoint.id}"))

    assert "Disabled" in page
    assert said in page
    assert "Given up" in page


def test_a_pause_is_told_and_ended(api: People, world: World) -> None:
    endpoint = added(api)
    for _ in range(6):
        happens(world)
    fan_out()
    desk, one = english(api), f"{WEBHOOKS}/{endpoint.id}"
    assert "Works" in seen(desk.get(WEBHOOKS))

    try_due(Scripted(say=lambda _: 500))

    for path in (WEBHOOKS, one, f"{one}/deliveries"):
        page = seen(desk.get(path))
        assert "Paused" in page
        assert re.search(r"left alone until \d\d \w+ \d{4}, \d\d:\d\d:\d\d\. [56] attempts have failed since", page)
    assert "Try at once" in desk.get(one).text
    desk.post(f"{one}/enable")
    assert now_of(endpoint).paused_until is None
    assert "Works" in seen(desk.get(WEBHOOKS))


def test_a_secret_is_rotated_once_by_one_form_and_shown_once(api: People) -> None:
    endpoint = added(api)
    desk, path = english(api), f"{WEBHOOKS}/{endpoint.id}/rotate-secret"
    assert "How long the former secret stays valid" in seen(desk.get(path))
    form = {"generation": "1", "former_lives_hours": "24"}

    answer = desk.post(path, form)

    secret = secret_in(answer)
    rotated = now_of(endpoint)
    assert (answer.status, rotated.generation) == (200, 2)
    assert secret == service.secret_of(endpoint.id, generation=2)
    assert "The former secret is valid until" in seen(answer)
    shown = desk.get(f"{WEBHOOKS}/{endpoint.id}")
    assert "valid until" in seen(shown)
    assert secret not in shown.text
    again = desk.post(path, form)
    assert again.status == 409
    assert "rotated already" in seen(again)
    assert secret not in again.text
    assert now_of(endpoint).generation == 2


def test_a_secret_in_wrong_hands_ends_at_once(api: People) -> None:
    endpoint = added(api)

    answer = english(api).post(
        f"{WEBHOOKS}/{endpoint.id}/rotate-secret", {"generation": "1", "former_lives_hours": "0"}
    )

    assert "former secret" not in seen(answer)
    assert now_of(endpoint).generations(now()) == (2,)


@pytest.mark.parametrize("hours", ["", "-1", "169", "long"])
def test_another_time_for_the_former_secret_rotates_nothing(api: People, hours: str) -> None:
    endpoint = added(api)

    answer = english(api).post(
        f"{WEBHOOKS}/{endpoint.id}/rotate-secret", {"generation": "1", "former_lives_hours": hours}
    )

    assert answer.status == 422
    assert 'id="former_lives_hours-wrong"' in answer.text
    assert now_of(endpoint).generation == 1


def test_an_endpoint_is_removed_after_a_question(api: People) -> None:
    endpoint = added(api)
    desk, path = english(api), f"{WEBHOOKS}/{endpoint.id}/remove"

    question = desk.get(path)
    assert "Remove this endpoint?" in seen(question)
    assert URL in seen(question)
    assert len(listed(api)) == 1
    done = desk.post(path)

    assert (done.status, done.headers["location"]) == (303, WEBHOOKS)
    assert "The endpoint is removed." in seen(desk.get(WEBHOOKS))
    assert listed(api) == []
    assert desk.post(path).status == 404


def test_another_accounts_endpoint_is_nobodys(api: People, world: World) -> None:
    endpoint = added(api)
    happens(world)
    fan_out()
    try_due(Scripted())
    (delivery,) = hooks.deliveries(endpoint)
    stranger, one = at_desk(api.stranger), f"{WEBHOOKS}/{endpoint.id}"
    form = {"url": URL, "which": "all", "version": "1", "generation": "1", "former_lives_hours": "0", "since": fresh()}

    for deed in ("change", "enable", "remove", "rotate-secret", "test", "replay", f"deliveries/{delivery.id}/replay"):
        assert stranger.post(f"{one}/{deed}", form).status == 404, deed
    assert URL not in stranger.get(WEBHOOKS).text
    assert now_of(endpoint) == endpoint
    assert hooks.again(delivery) == delivery


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", ["Вебхуки", "Все события", "Работает", "Последние доставки"]),
        ("es", ["Webhooks", "Todos los eventos", "Funciona", "Últimas entregas"]),
    ],
)
def test_the_pages_speak_the_readers_language(api: People, language: str, words: list[str]) -> None:
    endpoint = added(api)

    page = seen(at_desk(api.admin).speaking(language).get(f"{WEBHOOKS}/{endpoint.id}"))

    assert [word for word in words if word not in page] == []
