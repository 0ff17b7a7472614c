"""Limits of the kernel on the child. The child sets this on itself, before it sees a byte of a stranger's."""

import resource
import signal
from contextlib import suppress
from math import ceil
from pathlib import Path

#: Data that the child may have, threads' stacks included: decoders stay under 512 MB, Python and libraries take 80.
MAX_DATA_BYTES = 640 * 1024 * 1024


def limit_process() -> None:
    """Bound memory, write no core, and be the first to go when memory runs out."""
    resource.setrlimit(resource.RLIMIT_DATA, (MAX_DATA_BYTES, MAX_DATA_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):  # not everywhere is there a /proc that says yes
        Path("/proc/self/oom_score_adj").write_text("1000")


def limit_cpu(seconds: float) -> None:
    """Limit the CPU time of this process, for all its threads: the kernel ends it after so many more seconds.

    SIGPROF comes on time; SIGXCPU up to a second later, if something in the process has touched the timer.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(cpu_used() + seconds) + 1, hard))


def cpu_used() -> float:
    """Return the CPU seconds of this process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
