"""The time that a tenant waits while its neighbour misbehaves, in the emulator: `python -m bench.neighbours`.

In the system that `make run` runs when it is running, else in one of its own (OSMOTR_PORT: its port). Tenant B asks for
photos by SMS and its owner sends one. Measured are the seconds from the call to the SMS, from the call to B's webhook,
and from the end of the upload to "received". First alone, then while tenant A does its worst, on its own account:

- sends bombs: files that declare more than they hold, and large ones;
- reserves uploads that never come;
- has a backlog of webhooks for a host that takes calls and never answers, and has them replayed to another such one;
- fills the outbox with messages that no sender can send (the emulator's SNS can't be made to fail for one tenant).

Exit 1 when B's slowest is more than LIMIT_SECONDS later than alone. Looks are LOOK_SECONDS apart.
"""

import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from random import SystemRandom
from socket import create_server
from statistics import median
from typing import Any
from urllib.parse import quote

from bench.emulator import running_system
from bench.environment import take_effect
from bench.table import Figure, print_figures
from chalicelib.identity import keys as api_keys
from chalicelib.identity.scopes import all_scopes

ROUNDS = 10
#: As many processes of each function are started before anything is measured: the tenants call at the same time.
STARTED = 6
BACKLOG = 2_000
UNSENDABLE = 500
BOMBS = 60
LIMIT_SECONDS = 5.0
LOOK_SECONDS = 0.05
DEADLINE_SECONDS = 120.0
#: The time for a queue to fill before B is looked at: A's noise must have arrived.
HEAD_START_SECONDS = 5.0


@dataclass(frozen=True)
class Waited:
    """Seconds until B's message was sent, its back-end told, and its photo filed."""

    message: float
    event: float
    photo: float


def figures() -> Iterator[Figure]:
    """Measure."""
    from tests.support.receiver import listening  # noqa: PLC0415

    with running_system() as run, listening() as back_end:
        noisy, quiet = _tenant(run, "Noisy"), _tenant(run, "Quiet")
        _add_endpoint(quiet, back_end.url, "photo_request.created")
        with ThreadPoolExecutor(STARTED) as pool:  # the start of a process is measured elsewhere (bench imports)
            list(pool.map(lambda _: _wait(quiet, back_end), range(STARTED)))
        alone = [_wait(quiet, back_end) for _ in range(ROUNDS)]
        with _noise(noisy):
            beside = [_wait(quiet, back_end) for _ in range(ROUNDS)]
    for name, read in _MEASURED.items():
        before, after = sorted(map(read, alone)), sorted(map(read, beside))
        yield Figure(f"{name}, alone: median, slowest of {ROUNDS}", _shown(before))
        later = after[-1] - before[-1]
        yield Figure(
            f"{name}, beside: median, slowest of {ROUNDS}",
            f"{_shown(after)} (+{later:.2f} s)",
            f"<= +{LIMIT_SECONDS:g} s",
            later <= LIMIT_SECONDS,
        )
        print(f"  {name}: alone {_row(before)}; beside {_row(after)}", file=sys.stderr)


_MEASURED: Mapping[str, Callable[[Waited], float]] = {
    "message sent": lambda waited: waited.message,
    "back-end told": lambda waited: waited.event,
    "photo filed": lambda waited: waited.photo,
}


def _shown(sorted_seconds: list[float]) -> str:
    return f"{median(sorted_seconds):.2f} s, {sorted_seconds[-1]:.2f} s"


def _row(seconds: list[float]) -> str:
    return " ".join(f"{each:.2f}" for each in seconds)


def _tenant(run: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Add an account with a key that may do everything; return run.json as it is for this account."""
    from tests.deployed.inside import Root  # noqa: PLC0415
    from tests.support.world import insurer  # noqa: PLC0415

    with Root(run).in_production():
        account = insurer(name)
        _, key = api_keys.add_api_key(account_id=account.id, name=name, scopes=all_scopes())
    return {**run, "account_id": account.id, "api_key": key}


def _wait(tenant: Mapping[str, Any], back_end: Any) -> Waited:
    from tests.photos import photos_factory  # noqa: PLC0415
    from tests.support import running  # noqa: PLC0415

    phone = f"+7916{SystemRandom().randrange(10**7):07d}"
    begun = time.perf_counter()
    request = running.make_request(tenant, phone=phone, channels=["sms"])
    message, event = _until_all(begun, lambda: _texts(tenant, phone), lambda: _is_told(back_end, request.id))
    photo_id = running.send_photo(request, photos_factory.jpeg(640 + SystemRandom().randrange(500), 480))
    begun = time.perf_counter()
    (photo,) = _until_all(begun, lambda: request.photos().get(photo_id, {}).get("status") == "received")
    return Waited(message, event, photo)


def _is_told(back_end: Any, request_id: str) -> bool:
    return any(request_id.encode() in each.body for each in list(back_end.received))


def _texts(tenant: Mapping[str, Any], phone: str) -> bool:
    from tests.support.running import call  # noqa: PLC0415

    found = call("GET", f"{tenant['messages']['sms']}?phoneNumber={quote(phone)}").json()["sms_messages"]
    return bool(found.get(phone))


def _until_all(begun: float, *held: Callable[[], bool]) -> list[float]:
    """Return the seconds after which each of several conditions held; DEADLINE_SECONDS for one that did not."""
    seconds: dict[int, float] = {}
    while len(seconds) < len(held) and time.perf_counter() - begun < DEADLINE_SECONDS:
        for place, holds in enumerate(held):
            if place not in seconds and holds():
                seconds[place] = time.perf_counter() - begun
        time.sleep(LOOK_SECONDS)
    return [seconds.get(place, DEADLINE_SECONDS) for place in range(len(held))]


@contextmanager
def _noise(tenant: dict[str, Any]) -> Iterator[None]:
    """Run a tenant's worst load for the time of the block."""
    over = threading.Event()
    with ExitStack() as stack:
        silent = stack.enter_context(create_server(("127.0.0.1", 0), backlog=1000))
        dead_host = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        _add_endpoint(tenant, f"{dead_host}hook", "case.updated")
        _fill(tenant)
        again = _add_endpoint(tenant, f"{dead_host}again", "case.updated")
        works = (_bombs, _reservations, partial(_replays, again))
        threads = [threading.Thread(target=work, args=(tenant, over), daemon=True) for work in works]
        for thread in threads:
            thread.start()
        time.sleep(HEAD_START_SECONDS)
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join(timeout=60)


def _add_endpoint(tenant: Mapping[str, Any], url: str, *events: str) -> str:
    return str(_call(tenant, "", {"url": url, "events": list(events)})["id"])


def _call(tenant: Mapping[str, Any], path: str, body: object) -> Any:
    from tests.support.running import call  # noqa: PLC0415

    answer = call(
        "POST",
        f"{tenant['base_url']}/v1/webhook-endpoints{path}",
        body=body,
        headers={"Authorization": f"Bearer {tenant['api_key']}"},
    )
    if answer.status >= 300:
        raise RuntimeError(f"refused: {answer.body[:300]!r}")
    return answer.json()


def _replays(endpoint_id: str, tenant: Mapping[str, Any], over: threading.Event) -> None:
    """Replay all events of the last hour, page by page."""
    since: str | None = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    while since and not over.is_set():
        since = _call(tenant, f"/{endpoint_id}/replay", {"since": since})["rest_since"]


def _fill(tenant: Mapping[str, Any]) -> None:
    """Write events that an endpoint wants, and items that no sender can send."""
    from chalicelib.aws.dynamo import Transaction  # noqa: PLC0415
    from chalicelib.docs.events import example_of  # noqa: PLC0415
    from chalicelib.outbox import service as notifications  # noqa: PLC0415
    from tests.deployed.inside import Root  # noqa: PLC0415

    told = {name: value for name, value in example_of("case.updated")["data"].items() if name != "version"}
    with Root(tenant).in_production():
        for number in range(BACKLOG):
            tx = Transaction()
            account_id = tenant["account_id"]
            notifications.publish(tx, account_id=account_id, type="case.updated", version=number + 1, data=told)
            if number < UNSENDABLE:
                notifications.queue_message(tx, account_id=account_id, data={"kind": "none"})
            tx.commit()


def _bombs(tenant: Mapping[str, Any], over: threading.Event) -> None:
    from tests.photos import photos_factory  # noqa: PLC0415
    from tests.support import running  # noqa: PLC0415

    request = running.make_request(tenant, categories=[{"code": "exterior", "max": 30}, {"code": "damage", "max": 30}])
    large = photos_factory.phone_jpeg(50)
    for number in range(BOMBS):
        if over.is_set():
            return
        made = (photos_factory.png_bomb(), photos_factory.jpeg_bomb(), photos_factory.truncated(large), large)
        body = made[number % len(made)] + number.to_bytes(4)
        running.force_upload(
            request,
            photo_id=running.new_photo_id(),
            category=("exterior", "damage")[number % 2],
            content_type="image/png" if number % 4 == 0 else "image/jpeg",
            body=body,
        )


def _reservations(tenant: Mapping[str, Any], over: threading.Event) -> None:
    from tests.support import running  # noqa: PLC0415

    while not over.is_set():
        request = running.make_request(tenant, categories=[{"code": "exterior", "max": 30}])
        for _ in range(30):
            if not over.is_set():
                running.announce(request, SystemRandom().randbytes(64))


if __name__ == "__main__":
    take_effect()
    sys.exit(0 if print_figures(figures()) else 1)
