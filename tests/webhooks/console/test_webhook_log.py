"""The log of webhooks at the console: deliveries and their outcomes, a test event, replays."""

import re
from datetime import timedelta

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.features.webhooks.model import DeliveryStatus
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.world import World
from tests.webhooks import hooks
from tests.webhooks.console.test_webhook_pages import WEBHOOKS, added, english, fresh, link
from tests.webhooks.hooks import Scripted, fan_out, happens, now_of, try_due

pytestmark = pytest.mark.usefixtures("public")
public = hooks.public


def test_a_test_event_leads_to_the_log_where_its_attempt_appears(api: People) -> None:
    endpoint = added(api)
    desk, one = english(api), f"{WEBHOOKS}/{endpoint.id}"

    sent = desk.post(f"{one}/test")

    assert (sent.status, sent.headers["location"]) == (303, f"{one}/deliveries")
    before = desk.get(f"{one}/deliveries")
    assert "A test event is on its way." in seen(before)
    assert "Test event On the way" in seen(before)
    assert before.text.count("data-unsettled") == 1
    try_due(Scripted())
    after = desk.get(f"{one}/deliveries")
    assert "Test event Delivered" in seen(after)
    assert re.search(r"1 attempt: 204 .* \d\d:\d\d:\d\d 204 \d+ ms What is sent \{.type.:.endpoint\.test", seen(after))
    assert "data-unsettled" not in after.text
    assert hooks.deliveries(endpoint)[0].id in seen(after)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (500, "500"),
        ("timeout", "no answer within 10 seconds"),
        ("certificate", "the server's certificate is not valid"),
        ("something", "something"),
    ],
)
def test_the_log_says_what_went_wrong_and_when_the_next_try_is(
    api: People, world: World, said: int | str, words: str
) -> None:
    endpoint = added(api)
    happens(world, "photo.filed")
    fan_out()
    try_due(Scripted(say=lambda _: said))

    page = seen(english(api).get(f"{WEBHOOKS}/{endpoint.id}/deliveries"))

    assert "A photo was filed in the case To be tried again" in page
    assert f"1 attempt: {words} " in page
    assert re.search(r"Next try: \d\d \w+ \d{4}, \d\d:\d\d:\d\d", page)


def test_the_log_is_turned_over_and_narrowed(api: People, world: World) -> None:
    endpoint = added(api)
    for number in range(30):
        happens(world, "case.created", case_id=f"case_{number}")
    fan_out()
    answers = iter([500, *[200] * 29])
    try_due(Scripted(say=lambda _: next(answers)))
    desk, log = english(api), f"{WEBHOOKS}/{endpoint.id}/deliveries"

    first = desk.get(log)
    second = desk.get(link(first, "Older deliveries"))

    ids = [re.findall(r'<li id="(evt_[^"]+)"', page.text) for page in (first, second)]
    assert [len(each) for each in ids] == [25, 5]
    assert [*ids[0], *ids[1]] == [each.id for each in hooks.deliveries(endpoint)]
    assert link(second, "Back to the newest") == log
    assert "Older deliveries" not in second.text
    pending = desk.get(link(first, "On the way"))
    (waiting,) = [each for each in hooks.deliveries(endpoint) if each.status == DeliveryStatus.PENDING]
    assert re.findall(r'<li id="(evt_[^"]+)"', pending.text) == [waiting.id]
    assert 'aria-current="page">On the way' in pending.text
    assert "There is no such delivery" in seen(desk.get(link(first, "Given up")))
    assert desk.get(f"{log}?show=everything").text.count("<li id=") == 25
    assert desk.get(f"{log}?cursor=%00").status == 422


def test_one_delivery_is_sent_again_from_where_it_was_in_the_log(api: People, world: World) -> None:
    endpoint = added(api)
    happens(world)
    fan_out()
    receiver = Scripted()
    try_due(receiver)
    (delivery,) = hooks.deliveries(endpoint)
    desk, log = english(api), f"{WEBHOOKS}/{endpoint.id}/deliveries"
    path = f"{log}/{delivery.id}/replay"
    assert f'action="{path}"' in desk.get(log).text

    done = desk.post(path, {"show": "failed"})

    assert (done.status, done.headers["location"]) == (303, f"{log}?show=failed")
    page = desk.get(log)
    assert "The event is being delivered once more." in seen(page)
    assert path not in page.text
    refused = desk.post(path)
    assert refused.status == 409
    assert "still on its way" in seen(refused)
    try_due(receiver)
    assert receiver.ids == [delivery.id] * 2
    assert "2 attempts: 204" in seen(desk.get(log))
    assert desk.post(f"{log}/evt_unknown/replay").status == 404


def test_what_happened_since_is_sent_again_after_a_question(api: People, world: World) -> None:
    endpoint = added(api, events=("case.created",))
    for kind in ("case.created", "photo.filed", "case.created"):
        happens(world, kind)
    fan_out()
    receiver = Scripted()
    try_due(receiver)
    desk, path = english(api), f"{WEBHOOKS}/{endpoint.id}/replay"
    question = desk.get(path)
    assert "At most 500 events go at once" in seen(question)
    assert "Time zone: Europe/Moscow" in seen(question)
    assert len(receiver.ids) == 2
    since = re.search(r'name="since"[^>]* value="([^"]+)"', question.text)
    assert since

    done = desk.post(path, {"since": since[1]})

    assert (done.status, done.headers["location"]) == (303, f"{WEBHOOKS}/{endpoint.id}/deliveries?show=pending")
    assert "The events below are being delivered again." in seen(desk.get(done.headers["location"]))
    try_due(receiver)
    assert len(receiver.ids) == 4
    assert len(set(receiver.ids)) == 2


def test_a_replay_begins_at_the_accounts_own_time(api: People, world: World) -> None:
    endpoint = added(api)
    desk, path = english(api), f"{WEBHOOKS}/{endpoint.id}/replay"
    with time_machine.travel(now() - timedelta(hours=2), tick=False):
        happens(world)
    fan_out()
    try_due(Scripted())
    moscow = now().astimezone(api.account.zone)

    later = desk.post(path, {"since": f"{moscow - timedelta(hours=1):%Y-%m-%dT%H:%M}"})
    assert later.headers["location"] == f"{WEBHOOKS}/{endpoint.id}/deliveries"
    assert "nothing happened" in seen(desk.get(later.headers["location"]))
    earlier = desk.post(path, {"since": f"{moscow - timedelta(hours=3):%Y-%m-%dT%H:%M}"})
    assert earlier.headers["location"].endswith("?show=pending")


def test_a_replay_proposes_when_things_began_to_go_wrong(api: People, world: World) -> None:
    endpoint = added(api)
    happens(world)
    fan_out()
    with time_machine.travel(now() + timedelta(hours=1), tick=False):
        try_due(Scripted(say=lambda _: 500))
    failing = now_of(endpoint).failing_since
    assert failing is not None

    page = english(api).get(f"{WEBHOOKS}/{endpoint.id}/replay")

    assert f'value="{failing.astimezone(api.account.zone):%Y-%m-%dT%H:%M:%S}"' in page.text


def test_more_than_goes_at_once_is_gone_on_with(api: People, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.features.webhooks.service.publishing.REPLAYED_AT_ONCE", 2)
    endpoint = added(api)
    desk, path = english(api), f"{WEBHOOKS}/{endpoint.id}/replay"
    for seconds in (30, 20, 10):
        with time_machine.travel(now() - timedelta(seconds=seconds), tick=False):
            happens(world)
    fan_out()
    receiver = Scripted()
    try_due(receiver)

    first = desk.post(path, {"since": fresh()})

    assert first.headers["location"].startswith(f"{path}?since=")
    rest = desk.get(first.headers["location"])
    assert "The rest begins at the time below." in seen(rest)
    since = re.search(r'name="since"[^>]* value="([^"]+)"', rest.text)
    assert since
    assert desk.post(path, {"since": since[1]}).headers["location"].endswith("?show=pending")
    try_due(receiver)
    assert sorted(map(receiver.ids.count, set(receiver.ids))) == [2, 2, 2]


@pytest.mark.parametrize(
    ("since", "problem"),
    [
        ("", "Must be a date and time"),
        ("yesterday", "Must be a date and time"),
        ("2020-01-01T00:00", "Must lie within the last 30 days"),
        ("2999-01-01T00:00", "Must lie within the last 30 days"),
        ("0001-01-01T00:00", "Must lie within the last 30 days"),
        ("9999-12-31T23:59:59", "Must lie within the last 30"),
    ],
)
def test_a_moment_that_will_not_do_stays_in_the_form(api: People, since: str, problem: str) -> None:
    endpoint = added(api)

    answer = english(api).post(f"{WEBHOOKS}/{endpoint.id}/replay", {"since": since})

    assert answer.status == 422
    assert f'id="since-wrong">{problem}' in answer.text
    assert f'value="{since}"' in answer.text
