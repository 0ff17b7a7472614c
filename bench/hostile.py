"""The cost of the worst files that a stranger can send: `python -m bench hostile`.

Each is examined in a child of its own with a whole allowance. CPU time is the child's, its start included; memory the
most that was resident in it, looked at every LOOK_SECONDS.
"""

import resource
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.table import Figure, at_most
from chalicelib.features.photos.rejection import Unacceptable
from chalicelib.features.photos.sandbox.examination import SANDBOX, examine
from chalicelib.sandbox.allowance import whole
from tests.photos import hostile_factory, large_factory

CPU_LIMIT_SECONDS = 20.0
MEMORY_LIMIT_MB = 700
LOOK_SECONDS = 0.02


def figures() -> Iterator[Figure]:
    """Measure."""
    files = {
        **hostile_factory.bombs(),
        "a PNG of 800 MB of texts": hostile_factory.png_of_texts(),
        "a JPEG of 100,000 comments": hostile_factory.jpeg_of_many_comments(),
        "a JPEG of 108 MP": large_factory.jpeg_of_108_megapixels(),
        "a HEIC of 200 MP": large_factory.heic_of_200_megapixels(),
    }
    costs = {name: _cost(name, data) for name, data in files.items()}
    for place, (what, limit, unit) in enumerate(
        (("CPU", CPU_LIMIT_SECONDS, " s"), ("peak memory", MEMORY_LIMIT_MB, " MB"))
    ):
        worst = max(costs, key=lambda name: costs[name][place])
        yield at_most(
            f"{what} of the worst of {len(files)} hostile files", costs[worst][place], limit, unit=unit, note=worst
        )


def _cost(name: str, data: bytes) -> tuple[float, float]:
    """Return CPU seconds and megabytes."""
    SANDBOX.close()
    before = _children_cpu()
    SANDBOX.warm_up()
    with _watched() as peaks:
        try:
            verdict = str(examine(data, declared_type=None, allowance=whole()).renditions.preview_size)
        except Unacceptable as refusal:
            verdict = refusal.reason
    SANDBOX.close()
    seconds, megabytes = _children_cpu() - before, max(peaks, default=0) / 1024
    print(f"  {name}: {verdict}, {seconds:.1f} s, {megabytes:.0f} MB", file=sys.stderr)
    return seconds, megabytes


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


@contextmanager
def _watched() -> Iterator[list[int]]:
    """Note the child's peak (kB) again and again for the time of the block."""
    peaks: list[int] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(LOOK_SECONDS):
            peaks.extend(_peak(process) for process in SANDBOX.children)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peaks
    finally:
        over.set()
        thread.join()


def _peak(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
