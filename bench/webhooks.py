"""Webhooks: events a second through one dispatcher, AWS calls of a delivery, the time to verify incoming ones.

Deliveries go over HTTP to a receiver on this machine, one after another, as one of a function's ten workers makes them.
The tables are moto's, whose time is taken off. The rest is CPU time of our own and of the receiver, both of this
process; others on the machine don't change it. `python -m bench webhooks`.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from statistics import median
from time import process_time

from bench.table import Figure
from chalicelib.base.clock import now
from chalicelib.base.signatures import sign
from chalicelib.features.webhooks.outbound import Client
from chalicelib.features.webhooks.service import delivering as sending
from chalicelib.features.webhooks.service import endpoints
from chalicelib.features.webhooks.table import list_due
from chalicelib.identity import hook_keys
from chalicelib.identity import keys as api_keys
from chalicelib.identity.model import Scope
from tests.support.faults import between, counted
from tests.support.receiver import listening
from tests.support.world import World, opened
from tests.webhooks import hooks

EVENTS = 60
VERIFIED = 200
BYTES = 2_000


def figures() -> Iterator[Figure]:
    """Measure."""
    with opened() as world, listening() as receiver:
        here = Client(loopback=True)
        really, endpoints.client = endpoints.client, lambda *, seconds: here
        try:
            hooks.add(world.admin, url=receiver.url)
        finally:
            endpoints.client = really
        yield from _calls(world, here)
        yield _rate(world, here)
        yield _http(here, receiver.url)
        yield from _verification(world)


def _calls(world: World, by: Client) -> Iterator[Figure]:
    _delivered(world, by, 1)  # reads the key of the secrets
    hooks.queued()
    hooks.happens(world)
    with counted() as fanning:
        hooks.fan_out()
    with counted() as delivering:
        for wake in hooks.queued():
            sending.deliver(wake, by=by)
    mine = {"Query", "TransactWriteItems", "SendMessage", "BatchGetItem", "GetItem", "UpdateItem"}
    spent = [each for each in fanning if each in mine][4:]  # the four queries are the sweep's, not the stream's
    yield _spent("fan an event out to one endpoint", 3, spent)
    yield _spent("deliver it", 3, [each for each in delivering if each in mine])


def _spent(name: str, limit: int, calls: list[str]) -> Figure:
    listed = [f"{count} {call}" if count > 1 else call for call, count in Counter(calls).items()]
    return Figure(f"AWS calls to {name} ({', '.join(listed)})", str(len(calls)), f"<= {limit}", len(calls) <= limit)


def _rate(world: World, by: Client) -> Figure:
    with hooks.many_rows():
        seconds = _delivered(world, by, EVENTS)
    return Figure(
        f"events a second that one worker delivers, AWS answering at once, of {EVENTS}", f"{EVENTS / seconds:.0f}/s"
    )


def _delivered(world: World, by: Client, count: int) -> float:
    for version in range(count):
        hooks.happens(world, version=version + 1)
    while hooks.fan_out():
        pass
    wakes = [hooks.wake_of(each) for each in list_due(now() + timedelta(seconds=1), limit=count)]
    aws: list[float] = []

    def timed(_operation: str, _parameters: object, call: Callable[[], object]) -> object:
        asked = process_time()
        try:
            return call()
        finally:
            aws.append(process_time() - asked)

    began = process_time()
    with between(timed):
        for wake in wakes:
            sending.deliver(wake, by=by)
    return process_time() - began - sum(aws)


def _http(by: Client, url: str) -> Figure:
    taken = []
    for _ in range(100):
        began = process_time()
        by.post(url, headers={"webhook-id": "evt_1"}, body=b"x" * 400)
        taken.append(process_time() - began)
    return Figure(
        "one call of a receiver on this machine, checks of its address included", f"{median(taken) * 1000:.1f}ms"
    )


def _verification(world: World) -> Iterator[Figure]:
    key, secret = api_keys.add_api_key(
        account_id=world.account.id, name="bench", scopes=frozenset({Scope.REQUESTS_WRITE})
    )
    hook_keys.rotate_hook_secret(world.admin, key.id, former_lives=timedelta(hours=1))
    hook_keys.rotate_hook_secret(world.admin, key.id, former_lives=timedelta(hours=1))
    body = json.dumps({"comment": "x" * BYTES})
    old = hook_keys.secret_of(key.id, generation=1)
    headers = sign([old], message_id="msg_1", moment=now(), body=body)
    taken = []
    with counted() as calls:
        for _ in range(VERIFIED):
            began = process_time()
            hook_keys.identify_signer(authorization=secret, key_id="", headers=headers, body=body.encode())
            taken.append(process_time() - began)
    reads = [each for each in calls if each == "GetItem"]
    yield Figure(f"AWS calls to verify a signed call ({VERIFIED} of them)", f"{len(reads) / VERIFIED:.2f}")
    yield Figure(
        "time to verify a signed call, by the older of two secrets, a read of moto's table included",
        f"{median(taken) * 1000:.1f}ms",
    )
