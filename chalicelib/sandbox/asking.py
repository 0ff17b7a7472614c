"""Questions to a child about a file; no answer is accepted but a well-formed one."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from chalicelib.base.observability import log
from chalicelib.sandbox.allowance import Allowance, Unfinished
from chalicelib.sandbox.process import Limit, Sandbox, Violation
from chalicelib.sandbox.wire import Message

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"


class Refused(Exception):
    """The child refuses a file, for one of the reasons that it may give."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Stopped(Exception):
    """A file took more than a whole allowance, killed its child, or got a malformed answer."""


class ExaminationFailed(RuntimeError):
    """The code in the child has a fault; the message is where."""


def ask(
    sandbox: Sandbox, header: Mapping[str, Any], data: bytes, allowance: Allowance, *, reasons: Collection[str]
) -> Message:
    """Return the child's answer about a file. `reasons`: those for which it may refuse one.

    If a child that had seen other files dies, a second one is asked: earlier files may have been the cause.
    Raises Refused; Stopped when it takes more than a whole allowance, Unfinished when more than a short one.
    """
    answer = _try(sandbox, header, data, allowance) or _try(sandbox, header, data, allowance, is_last=True)
    if answer is None:
        raise Stopped
    with distrust(sandbox):
        allowance.spend(max(0.0, float(answer.header["cpu_seconds"])))
        _raise_what_was_raised(answer.header, reasons)
    return answer


@contextmanager
def distrust(sandbox: Sandbox) -> Iterator[None]:
    """Raise Stopped after a malformed answer, and end the child: foreign code may run there."""
    try:
        yield
    except (ValueError, KeyError, TypeError) as error:
        log("warning", "decoder_stopped", reason="answer", error=type(error).__name__)
        sandbox.close()
        raise Stopped from error


def pictures(answer: Message, magic: bytes) -> list[bytes]:
    """Return the pictures of an answer. Raises ValueError for other files."""
    if not all(picture.startswith(magic) for picture in answer.blobs):
        raise ValueError("not a picture of ours")
    return list(answer.blobs)


def _raise_what_was_raised(header: Mapping[str, Any], reasons: Collection[str]) -> None:
    match header["outcome"]:
        case "done":
            return
        case "failed":
            raise ExaminationFailed(f"{header['error']}: {header['stack']}")
        case "refused" if header["reason"] in reasons:
            raise Refused(header["reason"])
        case _:
            raise ValueError("not an outcome")


def _try(
    sandbox: Sandbox, header: Mapping[str, Any], data: bytes, allowance: Allowance, *, is_last: bool = False
) -> Message | None:
    """Return the answer, or None when another child may do better."""
    if allowance.is_used_up:
        raise _used_up(allowance)
    request = Message({**header, "cpu_seconds": allowance.cpu_seconds}, [data])
    try:
        return sandbox.ask(request, seconds=allowance.seconds)
    except Violation as violation:
        is_last = is_last or violation.is_fresh
        is_refused = is_last if violation.limit is Limit.DIED else allowance.is_whole
        # An alarm of the template watches for files that are refused.
        event = "decoder_stopped" if is_refused else "decoder_put_off"
        log("warning", event, reason=violation.limit, bytes=len(data))
        if violation.limit is not Limit.DIED:
            raise _used_up(allowance) from violation
        if is_last:
            raise Stopped from violation
        return None


def _used_up(allowance: Allowance) -> Exception:
    allowance.spend(allowance.cpu_seconds)
    return Stopped() if allowance.is_whole else Unfinished()
