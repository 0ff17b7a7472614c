"""The child's side: a module of a child process calls `serve`, which answers files on stdin until it is closed."""

import os
import re
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, NoReturn

from chalicelib.base.stack import where
from chalicelib.sandbox.limits import cpu_used, limit_cpu, limit_process
from chalicelib.sandbox.wire import Message, receive, send

#: Messages of decoders for a failed allocation: an error of the file to them.
_SHORT_OF_MEMORY = re.compile(
    "(out of|insufficient) memory|memory allocation|(failed|unable) to allocate", re.IGNORECASE
)
#: Status with which the child ends when it may have no more memory.
OUT_OF_MEMORY = 99

#: Fields that JSON can say, and files.
type Answer = tuple[dict[str, Any], list[bytes]]
type Work = Mapping[str, Callable[[Mapping[str, Any], bytes], Answer]]


class Refusal(Exception):
    """A file is refused for a reason. `__cause__`: the decoder's error, if there was one."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def serve(work: Work, *, load: Callable[[], object]) -> NoReturn:
    """Load the decoders, and answer until the parent closes the pipe, or is gone."""
    requests, answers = _own_pipes()
    limit_process()
    load()
    while True:
        try:
            request = receive(requests)
            limit_cpu(request.header["cpu_seconds"])
            send(answers, answer(work, request))
        except (EOFError, BrokenPipeError):
            os._exit(0)


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Reserve stdin and stdout for messages alone: the output of libraries goes nowhere."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    return requests, answers


def answer(work: Work, request: Message) -> Message:
    """Handle a request; end this process if memory is short: the next file gets a new one."""
    before = cpu_used()
    try:
        header, blobs = work[request.header["work"]](request.header, request.blobs[0])
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Refusal as refusal:
        header, blobs = _refused(refusal), []
    except Exception as error:  # a fault of ours, which the parent raises and counts
        header, blobs = _failed(error), []
    return Message({**header, "cpu_seconds": cpu_used() - before}, blobs)


def _refused(refusal: Refusal) -> dict[str, Any]:
    if _SHORT_OF_MEMORY.search(str(refusal.__cause__)):
        os._exit(OUT_OF_MEMORY)
    return {"outcome": "refused", "reason": refusal.reason}


def _failed(error: Exception) -> dict[str, Any]:
    return {"outcome": "failed", "error": type(error).__name__, "stack": where(error)}
