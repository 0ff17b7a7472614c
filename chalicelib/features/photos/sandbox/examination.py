"""Examination of files in the child; accepts no answer but a well-formed one."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple, TypedDict

from pydantic import PositiveInt, TypeAdapter

from chalicelib.base.observability import log
from chalicelib.features.photos.imaging import ExifFacts, ImageType, Renditions
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable
from chalicelib.features.photos.sandbox.allowance import Allowance, Unfinished
from chalicelib.features.photos.sandbox.process import SANDBOX, Limit, Violation
from chalicelib.features.photos.sandbox.wire import Message

#: Reasons that the child may give for a file; the service finds the others.
_REASONS = frozenset(
    {
        RejectionReason.EMPTY,
        RejectionReason.NOT_AN_IMAGE,
        RejectionReason.UNSUPPORTED_TYPE,
        RejectionReason.TYPE_MISMATCH,
        RejectionReason.TOO_MANY_PIXELS,
        RejectionReason.TOO_COMPLEX,
        RejectionReason.BROKEN,
    }
)
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"


class Examined(NamedTuple):
    """The facts of a file after its examination."""

    image_type: ImageType
    renditions: Renditions
    exif: ExifFacts


class ExaminationFailed(RuntimeError):
    """The code in the child has a fault; the message is where."""


type _Size = tuple[PositiveInt, PositiveInt]


class _Said(TypedDict):
    image_type: ImageType
    sizes: tuple[PositiveInt, PositiveInt, _Size, _Size]
    exif: ExifFacts


def warm_up() -> None:
    """Start the child's loading of decoders while the caller waits for something else."""
    SANDBOX.warm_up()


def examine(data: bytes, *, declared_type: str | None, allowance: Allowance) -> Examined:
    """Return the facts of a photo, with its renditions.

    Raises Unacceptable; `too_complex` when it takes more than a whole allowance, Unfinished when more than a short one.
    """
    answer = _ask({"work": "examine", "declared_type": declared_type}, data, allowance)
    with _distrust():
        preview, thumbnail = _pictures(answer, _JPEG)
        said: _Said = _said().validate_python({name: answer.header.get(name) for name in _Said.__annotations__})
        renditions = Renditions(preview, thumbnail, *said["sizes"])
        return Examined(said["image_type"], renditions, said["exif"])


def draw_logo(data: bytes, *, allowance: Allowance) -> bytes:
    """Return a picture as the logo that is shown (imaging.logos). Raises Unacceptable."""
    answer = _ask({"work": "draw_logo"}, data, allowance)
    with _distrust():
        (logo,) = _pictures(answer, _PNG)
        return logo


@contextmanager
def _distrust() -> Iterator[None]:
    """Refuse a file after a malformed answer of the child: foreign code may run there."""
    try:
        yield
    except (ValueError, KeyError, TypeError) as error:
        log("warning", "decoder_stopped", reason="answer", error=type(error).__name__)
        SANDBOX.close()
        raise Unacceptable(RejectionReason.TOO_COMPLEX) from error


def _pictures(answer: Message, magic: bytes) -> Sequence[bytes]:
    if not all(picture.startswith(magic) for picture in answer.blobs):
        raise ValueError("not a picture of ours")
    return answer.blobs


def _ask(header: dict[str, Any], data: bytes, allowance: Allowance) -> Message:
    """Ask the child. If one that had seen other files dies, ask a second one: earlier files may have been the cause."""
    answer = _try(header, data, allowance) or _try(header, data, allowance, is_last=True)
    if answer is None:
        raise Unacceptable(RejectionReason.TOO_COMPLEX)
    with _distrust():
        allowance.spend(max(0.0, float(answer.header["cpu_seconds"])))
        _raise_what_was_raised(answer.header)
    return answer


def _raise_what_was_raised(header: Mapping[str, Any]) -> None:
    match header["outcome"]:
        case "done":
            return
        case "failed":
            raise ExaminationFailed(f"{header['error']}: {header['stack']}")
        case "refused" if header["reason"] in _REASONS:
            raise Unacceptable(RejectionReason(header["reason"]))
        case _:
            raise ValueError("not an outcome")


def _try(header: dict[str, Any], data: bytes, allowance: Allowance, *, is_last: bool = False) -> Message | None:
    """Return the answer, or None when another child may do better."""
    if allowance.is_used_up:
        raise _used_up(allowance)
    request = Message({**header, "cpu_seconds": allowance.cpu_seconds}, [data])
    try:
        return SANDBOX.ask(request, seconds=allowance.seconds)
    except Violation as violation:
        is_last = is_last or violation.is_fresh
        is_refused = is_last if violation.limit is Limit.DIED else allowance.is_whole
        # An alarm of the template watches for files that are refused.
        event = "decoder_stopped" if is_refused else "decoder_put_off"
        log("warning", event, reason=violation.limit, bytes=len(data))
        if violation.limit is not Limit.DIED:
            raise _used_up(allowance) from violation
        if is_last:
            raise Unacceptable(RejectionReason.TOO_COMPLEX) from violation
        return None


def _used_up(allowance: Allowance) -> Exception:
    allowance.spend(allowance.cpu_seconds)
    return Unacceptable(RejectionReason.TOO_COMPLEX) if allowance.is_whole else Unfinished()


@cache
def _said() -> TypeAdapter[_Said]:
    return TypeAdapter(_Said)
