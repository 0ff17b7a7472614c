"""A service's state is read again if it changed meanwhile.

The emulator leaves a state out that changes while it is copied (ministack 1.5.33, core/persistence.py: `save_all`).
After its end the former one counts: once a stack was there without its functions. Runs in the emulator's environment:
nothing of this project can be imported here; `persistence` is ministack's module, and `app` has its name, too.
"""

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

#: Readings of a state, and seconds between two.
READINGS, PAUSE = 40, 0.05


def read_whole(persistence: Any, app: Any) -> None:
    """Save each state as it was at one moment."""
    save_all = persistence.save_all

    def save(services: Mapping[str, Callable[[], Any]]) -> None:
        save_all({name: partial(at_rest, read) for name, read in services.items()})

    persistence.save_all = app.save_all = save


def at_rest(read: Callable[[], Any], *, readings: int = READINGS, pause: float = PAUSE) -> Any:
    """Return a state. Raises RuntimeError if it changes at each of the readings."""
    for _ in range(readings - 1):
        try:
            return read()
        except RuntimeError:  # a dictionary has another size than when its copying began
            time.sleep(pause)
    return read()
