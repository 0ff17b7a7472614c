"""The throughput of the sweep, in the emulator: `python -m bench sweep`.

In the system that `make run` runs when it is running, else in one of its own (OSMOTR_PORT: its port). Two kinds fall
due at once: requests whose time is over, and e-mails that the stream missed. Measured is the wall time from the sweep's
call until the queue of due work is empty. The emulator does its own work on the same machine meanwhile.
"""

import time
from collections.abc import Callable, Iterator

from bench.emulator import running_system
from bench.table import Figure

THINGS = 200
MESSAGES = 200
#: By design before the sweep only asked (200 things and 100 messages in its five minutes), in things a minute.
FORMER_THINGS, FORMER_MESSAGES = 40, 20


def figures() -> Iterator[Figure]:
    """Measure."""
    from tests.deployed.inside import Root  # noqa: PLC0415 - only now does the environment say where
    from tests.support.running import make_request  # noqa: PLC0415

    with running_system() as run:
        root = Root(run)

        for _ in range(THINGS):
            root.let_time_pass(make_request(run), "expires_at")
        yield _figure("requests expired a minute", THINGS, _seconds(root.sweep), FORMER_THINGS)
        with root.without_stream():
            for number in range(MESSAGES):
                make_request(run, email=f"owner-{number}@mail.example", channels=["email"])
            yield _figure("messages sent a minute", MESSAGES, _seconds(root.sweep), FORMER_MESSAGES)


def _seconds(sweep: Callable[[], None]) -> float:
    began = time.perf_counter()
    sweep()
    return time.perf_counter() - began


def _figure(name: str, done: int, seconds: float, former: int) -> Figure:
    rate = done / seconds * 60
    return Figure(f"sweep: {name} ({done} at once)", f"{rate:.0f}", f"> {former}", rate > former)
