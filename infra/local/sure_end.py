"""The emulator's end within seconds of the last writing of its state, also while a thread of it still waits.

A function's call or a poll that hangs once kept it for a minute, until it was killed. The stacks of such threads go to
its log. Runs in the emulator's environment: nothing of this project can be imported here; `app` is ministack's module,
which calls its own `save_all` at the end alone.
"""

import faulthandler
import os
import threading
from collections.abc import Callable
from typing import Any

#: Seconds for an end by itself.
SECONDS = 3.0


def end_when_saved(app: Any, *, seconds: float = SECONDS, end: Callable[[], None] | None = None) -> None:
    """End the process some seconds after its last saving, if it has not ended by then."""
    save_all = app.save_all

    def save_and_end(services: object) -> None:
        save_all(services)
        timer = threading.Timer(seconds, end or _end)
        timer.daemon = True
        timer.start()

    app.save_all = save_and_end


def _end() -> None:
    faulthandler.dump_traceback()
    os._exit(0)
