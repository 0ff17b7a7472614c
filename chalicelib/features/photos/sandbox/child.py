"""The child process: `python -m chalicelib.features.photos.sandbox.child` answers files on stdin until it is closed."""

import os
import re
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from chalicelib.base.stack import where
from chalicelib.features.photos.imaging.codecs import load
from chalicelib.features.photos.imaging.logos import draw_logo
from chalicelib.features.photos.imaging.stages import inspect, read_exif, render
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable
from chalicelib.features.photos.sandbox.limits import cpu_used, limit_cpu, limit_process
from chalicelib.features.photos.sandbox.wire import Message, receive, send

#: Messages of decoders for a failed allocation: an error of the file to them.
_SHORT_OF_MEMORY = re.compile(
    "(out of|insufficient) memory|memory allocation|(failed|unable) to allocate", re.IGNORECASE
)
#: Status with which the child ends when it may have no more memory.
OUT_OF_MEMORY = 99


def main() -> None:
    """Answer until the parent closes the pipe, or is gone."""
    requests, answers = _own_pipes()
    limit_process()
    load()
    while True:
        try:
            request = receive(requests)
            limit_cpu(request.header["cpu_seconds"])
            send(answers, answer(request))
        except (EOFError, BrokenPipeError):
            os._exit(0)


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Reserve stdin and stdout for messages alone: the output of libraries goes nowhere."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    return requests, answers


def answer(request: Message) -> Message:
    """Handle a request; end this process if memory is short: the next file gets a new one."""
    before = cpu_used()
    try:
        header, blobs = _WORK[request.header["work"]](request.header, request.blobs[0])
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Unacceptable as refusal:
        header, blobs = _refused(refusal), []
    except Exception as error:  # a fault of ours, which the parent raises and counts
        header, blobs = _failed(error), []
    return Message({**header, "cpu_seconds": cpu_used() - before}, blobs)


def _examine(header: Mapping[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    facts = inspect(data, declared_type=header["declared_type"])
    renditions = render(data, facts)
    preview, thumbnail, *sizes = renditions
    exif = {name: _plain(value) for name, value in read_exif(data)._asdict().items()}
    return {"outcome": "done", "image_type": facts.image_type, "sizes": sizes, "exif": exif}, [preview, thumbnail]


def _draw_logo(_: Mapping[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    return {"outcome": "done"}, [draw_logo(data)]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _refused(refusal: Unacceptable) -> dict[str, Any]:
    if refusal.reason is RejectionReason.BROKEN and _SHORT_OF_MEMORY.search(str(refusal.__cause__)):
        os._exit(OUT_OF_MEMORY)
    return {"outcome": "refused", "reason": refusal.reason}


def _failed(error: Exception) -> dict[str, Any]:
    return {"outcome": "failed", "error": type(error).__name__, "stack": where(error)}


_WORK: Mapping[str, Callable[[Mapping[str, Any], bytes], tuple[dict[str, Any], list[bytes]]]] = {
    "examine": _examine,
    "draw_logo": _draw_logo,
}

if __name__ == "__main__":
    main()
