"""The cost of filing a photo, the whole use case: `python -m bench filing`.

`file_photo` with S3 and DynamoDB of `aws_stub`: reading, hash, checks, EXIF, renditions, both uploads, the transaction.
Against bare pyvips making the same two renditions, by turns: CPU time of all threads. Memory is the most that a process
of its own and its child hold.
"""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile

from bench import scene
from bench.imaging import bare, phone_photo
from bench.memory import cpu_seconds, peak_megabytes
from bench.table import Figure, at_most, by_turns
from chalicelib.features.photos import service
from chalicelib.features.photos.model import UploadStatus

ROUNDS = 11
TIME_LIMIT = 1.4
MEMORY_LIMIT_MB = 350
_ALONE = """
import sys
from bench.environment import take_effect
take_effect()
from bench.filing import file_alone
file_alone(sys.argv[1])
"""


def figures() -> Iterator[Figure]:
    """Measure."""
    photo = phone_photo(4000, 3000)
    arrived = service.Arrived(key=scene.opened().announce(photo), version_id="v1")
    works = {"ours": partial(_file, arrived), "bare": partial(bare, photo)}
    seconds = by_turns(works, rounds=ROUNDS, clock=cpu_seconds)
    ratio = seconds["ours"] / seconds["bare"]
    note = f"{seconds['ours'] * 1000:.0f} / {seconds['bare'] * 1000:.0f} ms"
    yield at_most("file_photo of 12 MP, CPU / bare pyvips", ratio, TIME_LIMIT, unit="x", note=note)
    large = phone_photo(8000, 6000, quality=75)  # within the 15 MB that an upload may have
    yield at_most("peak memory, file_photo of 48 MP", _peak(large), MEMORY_LIMIT_MB, unit=" MB")


def file_alone(path: str) -> None:
    """File the photo in a file; for a process that does nothing else."""
    _file(service.Arrived(key=scene.opened().announce(Path(path).read_bytes()), version_id="v1"))


def _file(arrived: service.Arrived) -> None:
    if service.file_photo(arrived) != UploadStatus.FILED:
        sys.exit("the photo was not filed")


def _peak(photo: bytes) -> float:
    with NamedTemporaryFile(suffix=".photo") as file:
        Path(file.name).write_bytes(photo)
        return peak_megabytes(_ALONE, file.name)
