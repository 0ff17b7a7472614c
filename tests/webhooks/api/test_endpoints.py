"""Endpoints over HTTP: added with a secret that is shown once, checked, changed, tested, replayed, removed."""

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.base.clock import now
from chalicelib.features.webhooks.outbound import Client, NoAnswer
from chalicelib.features.webhooks.service import endpoints
from tests.support.api.people import People
from tests.support.api.steps import asked
from tests.support.lambda_events import raw_items
from tests.support.world import World
from tests.webhooks import hooks
from tests.webhooks.hooks import URL, Scripted, fan_out, try_due

pytestmark = pytest.mark.usefixtures("public")
public = hooks.public
PATH = "/v1/webhook-endpoints"
BODY: dict[str, Any] = {"url": URL, "events": ["photo_request.created", "case.created"], "description": "Claims"}


def added(api: People, **changes: object) -> Any:
    return api.admin.post(PATH, {**BODY, **changes}).expect(201)


def test_an_endpoint_is_added_and_its_secret_shown_once(api: People) -> None:
    made = added(api)

    assert made["secret"].startswith("whsec_")
    assert made["events"] == ["case.created", "photo_request.created"]
    shown = api.viewer.get(f"{PATH}/{made['id']}").expect(200)
    assert shown == {name: value for name, value in made.items() if name != "secret"}
    assert api.viewer.get(PATH).expect(200)["items"] == [shown]
    assert "whsec_" not in json.dumps(raw_items("webhooks"))


def test_a_repetition_gives_the_same_secret_and_stores_none(api: People) -> None:
    key = {"Idempotency-Key": "once"}

    first, again = (api.admin.post(PATH, BODY, headers=key).expect(201) for _ in range(2))

    assert first == again
    assert "whsec_" not in json.dumps(raw_items("idempotency"))


@pytest.mark.parametrize(
    "changes", [{"events": []}, {"events": ["photo.eaten"]}, {"url": ""}, {"description": "x" * 201}, {"extra": 1}]
)
def test_what_makes_no_sense_is_refused(api: People, changes: dict[str, Any]) -> None:
    api.admin.post(PATH, {**BODY, **changes}).expect(422)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "https://example.com:8443/",
        "https://user:pass@example.com/",
        "https://example.com/#x",
        "ftp://example.com/",
        "https://" + "a" * 64 + ".com/",
    ],
)
def test_an_address_of_another_form_is_refused_with_what_would_be_right(api: People, url: str) -> None:
    for answer in (
        api.admin.post(PATH, {**BODY, "url": url}),
        api.admin.patch(f"{PATH}/{added(api)['id']}", {"url": url}),
    ):
        (error,) = answer.expect(422)["errors"]
        assert error["pointer"] == "/url"
        assert len(error["detail"]) > 20


@pytest.mark.parametrize("reason", ["forbidden_address", "unknown_host", "timeout"])
def test_an_address_that_leads_nowhere_or_inwards_is_refused(
    api: People, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    class Blind(Client):
        def check(self, url: str) -> None:
            raise NoAnswer(reason)

    monkeypatch.setattr(endpoints, "client", Blind)

    (error,) = api.admin.post(PATH, BODY).expect(422)["errors"]

    assert error["pointer"] == "/url"


def test_an_address_within_the_clouds_own_network_is_refused(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "client", lambda *, seconds: Client(seconds=seconds))

    for url in ("https://169.254.169.254/", "https://[fd00:ec2::254]/", "https://127.0.0.1/", "https://10.0.0.1/"):
        (error,) = api.admin.post(PATH, {**BODY, "url": url}).expect(422)["errors"]
        assert "internet" in error["detail"]


def test_an_account_has_a_bounded_number_of_endpoints(api: People) -> None:
    ids = [added(api)["id"] for _ in range(20)]

    api.admin.post(PATH, BODY).expect(409)
    api.admin.delete(f"{PATH}/{ids[0]}").expect(204)
    added(api)


def test_an_endpoint_is_changed_disabled_and_enabled(api: People) -> None:
    made = added(api)
    path = f"{PATH}/{made['id']}"

    changed = api.admin.patch(path, {"description": "Other", "events": ["photo.filed"]}).expect(200)
    assert (changed["description"], changed["events"], changed["url"]) == ("Other", ["photo.filed"], URL)
    disabled = api.admin.patch(path, {"enabled": False}).expect(200)
    assert (disabled["enabled"], disabled["disabled_reason"]) == (False, "requested")
    api.admin.post(f"{path}/test").expect(409)
    api.admin.post(f"{path}/replay", {"since": now().isoformat()}).expect(409)
    enabled = api.admin.patch(path, {"enabled": True}).expect(200)
    assert (enabled["enabled"], enabled["disabled_reason"], enabled["version"]) == (True, None, 4)
    api.admin.delete(path).expect(204)
    api.admin.get(path).expect(404)
    api.admin.delete(path).expect(404)


def test_enabling_ends_a_pause(api: People, world: World) -> None:
    made = added(api)
    for _ in range(6):
        hooks.happens(world, "case.created")
    fan_out()
    try_due(Scripted(say=lambda _: 500))
    assert api.viewer.get(f"{PATH}/{made['id']}").expect(200)["paused_until"]

    shown = api.admin.patch(f"{PATH}/{made['id']}", {"enabled": True}).expect(200)

    assert (shown["failures"], shown["paused_until"], shown["failing_since"]) == (0, None, None)


def test_a_secret_is_rotated_and_shown_once(api: People) -> None:
    made = added(api)

    rotated = api.admin.post(f"{PATH}/{made['id']}/rotate-secret", {}).expect(200)

    assert rotated["secret"] not in {made["secret"], ""}
    assert rotated["generation"] == 2
    assert rotated["former_secret_until"] is not None
    api.admin.post(f"{PATH}/{made['id']}/rotate-secret", {"former_lives_hours": 169}).expect(422)


def test_what_really_happens_is_delivered_with_rising_versions_and_no_personal_data(api: People) -> None:
    added(api, events=list(hooks.ALL_EVENTS))
    request = asked(api.staff, phone="+79161234567", channels=["sms"], case={"owner": {"name": "Анна Петрова"}})
    api.staff.post(f"/v1/photo-requests/{request['id']}/revoke").expect(200)
    api.staff.patch(f"/v1/cases/{request['case_id']}", {"reference": "1"}).expect(200)
    api.staff.post(f"/v1/cases/{request['case_id']}/convert", {"process": "kasko", "fields": {}}).expect(200)
    receiver = Scripted()

    fan_out()
    try_due(receiver)

    told = [json.loads(sent.body) for sent in receiver.sent]
    assert {each["type"] for each in told} >= {
        "photo_request.created",
        "photo_request.revoked",
        "case.created",
        "case.updated",
        "case.converted",
    }
    for kind, id_name in (("photo_request.", "request_id"), ("case.", "case_id")):
        ours = sorted((each["timestamp"], each["data"]["version"]) for each in told if each["type"].startswith(kind))
        versions = [version for _, version in ours]
        assert versions == sorted(set(versions)), kind
        assert all(id_name in each["data"] for each in told if each["type"].startswith(kind))
    everything = b"".join(sent.body for sent in receiver.sent).decode()
    assert not any(personal in everything for personal in ("9161234567", "Анна", "Петрова", "/r/"))


def test_deliveries_are_listed_page_by_page(api: People, world: World) -> None:
    made = added(api)
    for _ in range(5):
        hooks.happens(world, "case.created")
    fan_out()
    answers = iter([200, 500, 200, 200, 200])
    try_due(Scripted(say=lambda _: next(answers)))
    path = f"{PATH}/{made['id']}/deliveries"

    seen: list[Any] = []
    cursor = ""
    while True:
        page = api.viewer.get(f"{path}?limit=2{cursor}").expect(200)
        seen += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"

    assert [each["id"] for each in seen] == sorted((each["id"] for each in seen), reverse=True)
    assert len(seen) == 5
    assert sorted(each["status"] for each in seen) == ["delivered"] * 4 + ["pending"]
    failed = next(each for each in seen if each["status"] == "pending")
    assert [each["status"] for each in failed["attempts"]] == [500]
    assert failed["next_attempt_at"] is not None


def test_a_test_event_reaches_an_endpoint_whatever_it_wants(api: People) -> None:
    made = added(api, events=["photo.filed"])

    begun = api.admin.post(f"{PATH}/{made['id']}/test").expect(202)
    receiver = Scripted()
    try_due(receiver)

    assert receiver.ids == [begun["id"]]
    assert receiver.sent[0].opened_by(made["secret"])["type"] == "endpoint.test"
    assert [wake.delivery_id for wake in hooks.queued()] == [begun["id"]]


def test_one_delivery_is_replayed_under_its_id(api: People, world: World) -> None:
    made = added(api)
    hooks.happens(world, "case.created")
    fan_out()
    receiver = Scripted()
    (path,) = [f"{PATH}/{made['id']}/deliveries/{each.id}/replay" for each in hooks.deliveries_of(made, api.account.id)]
    api.admin.post(path).expect(409)
    try_due(receiver)

    replayed = api.admin.post(path).expect(202)
    try_due(receiver)

    assert replayed["status"] == "pending"
    assert receiver.ids == [replayed["id"]] * 2
    assert len(hooks.deliveries_of(made, api.account.id)[0].attempts) == 2
    api.admin.post(path.replace(replayed["id"], "evt_unknown")).expect(404)


def test_everything_since_a_moment_is_replayed_also_what_was_missed(api: People, world: World) -> None:
    made = added(api)
    path = f"{PATH}/{made['id']}"
    hooks.happens(world, "case.created")
    fan_out()
    receiver = Scripted()
    try_due(receiver)
    since = now()
    api.admin.patch(path, {"enabled": False}).expect(200)
    for kind in ("case.created", "photo_request.created", "photo.filed"):
        hooks.happens(world, kind)
    fan_out()
    api.admin.patch(path, {"enabled": True}).expect(200)
    assert try_due(receiver) == []

    assert api.admin.post(f"{path}/replay", {"since": since.isoformat()}).expect(202) == {
        "count": 2,
        "rest_since": None,
    }
    try_due(receiver)
    assert len(receiver.sent) == 3
    again = api.admin.post(f"{path}/replay", {"since": (since - timedelta(hours=1)).isoformat()}).expect(202)
    assert again["count"] == 3
    try_due(receiver)
    assert len(set(receiver.ids)) == 3
    assert len(receiver.ids) == 6


def test_replays_have_bounds(api: People, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made = added(api)
    path = f"{PATH}/{made['id']}/replay"
    for moment in (now() - timedelta(days=31), now() + timedelta(hours=1)):
        assert api.admin.post(path, {"since": moment.isoformat()}).expect(422)["errors"][0]["pointer"] == "/since"
    api.admin.post(path, {"since": "yesterday"}).expect(422)
    api.admin.post(path, {"since": "2026-01-01T00:00:00"}).expect(422)
    since = now()
    for _ in range(5):
        hooks.happens(world, "case.created")
    fan_out()
    try_due(Scripted())
    monkeypatch.setattr("chalicelib.features.webhooks.service.publishing.REPLAYED_AT_ONCE", 3)

    first = api.admin.post(path, {"since": since.isoformat()}).expect(202)
    rest = api.admin.post(path, {"since": first["rest_since"]}).expect(202)

    assert (first["count"], rest) == (3, {"count": 2, "rest_since": None})
