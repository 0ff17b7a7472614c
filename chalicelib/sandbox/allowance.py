"""Limits of the work that one file may cause."""

import time
from dataclasses import dataclass

#: CPU seconds of one file. A phone's photo of 12 MP takes 0.2, the largest that is accepted about 6.
WHOLE, SHORT = 14.0, 2.0
#: The kernel counts whole seconds of CPU time and may round them up.
_ROUNDING = 1.0
#: On the clock a file may take so many times its CPU time: a decoder that waits for something is ended, too.
PATIENCE = 2.0
#: Seconds that writing the outcome may take beside the decoder.
_OVERHEAD = 3.0


class Unfinished(Exception):
    """A short allowance was used up: the file needs a whole one before it can be judged."""


@dataclass
class Allowance:
    """The rest of a file's time, all tries together. `ends` is the latest moment of `time.monotonic`, None for none."""

    cpu_seconds: float
    ends: float | None = None
    is_whole: bool = True

    @property
    def seconds(self) -> float:
        """Return the time on the clock in which the CPU time that is left must have been used."""
        bound = PATIENCE * (self.cpu_seconds + _ROUNDING)
        return bound if self.ends is None else max(0.0, min(bound, self.ends - time.monotonic()))

    @property
    def is_used_up(self) -> bool:
        """Return True if no time is left to start with."""
        return self.cpu_seconds <= 0 or self.seconds <= 0

    def spend(self, cpu_seconds: float) -> None:
        """Subtract used time."""
        self.cpu_seconds -= cpu_seconds


def whole(*, ends: float | None = None) -> Allowance:
    """Return the highest cost of a file. It is refused then, unless there was less time from the start."""
    has_time = ends is None or ends - time.monotonic() >= seconds_needed(WHOLE)
    return Allowance(WHOLE, ends, is_whole=has_time)


def short(*, ends: float | None = None) -> Allowance:
    """Return enough for nearly every photo; a file that uses it up is put off and not refused."""
    return Allowance(SHORT, ends, is_whole=False)


def seconds_needed(cpu_seconds: float) -> float:
    """Return the seconds that a function must have left to begin with a file of such an allowance."""
    return cpu_seconds + _ROUNDING + _OVERHEAD
