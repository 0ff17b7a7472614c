"""Examination of photos and logos in the child."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple, TypedDict

from pydantic import PositiveInt, TypeAdapter

from chalicelib.features.photos.imaging import ExifFacts, ImageType, Renditions
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable
from chalicelib.sandbox.allowance import Allowance
from chalicelib.sandbox.asking import JPEG, PNG, Refused, Stopped, ask, distrust, pictures
from chalicelib.sandbox.process import own_sandbox

SANDBOX = own_sandbox("chalicelib.features.photos.sandbox.child")
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


class Examined(NamedTuple):
    """The facts of a file after its examination."""

    image_type: ImageType
    renditions: Renditions
    exif: ExifFacts


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
    with _refusing(), distrust(SANDBOX):
        answer = ask(SANDBOX, {"work": "examine", "declared_type": declared_type}, data, allowance, reasons=_REASONS)
        preview, thumbnail = pictures(answer, JPEG)
        said: _Said = _said().validate_python({name: answer.header.get(name) for name in _Said.__annotations__})
        renditions = Renditions(preview, thumbnail, *said["sizes"])
        return Examined(said["image_type"], renditions, said["exif"])


def draw_logo(data: bytes, *, allowance: Allowance) -> bytes:
    """Return a picture as the logo that is shown (imaging.logos). Raises Unacceptable."""
    with _refusing(), distrust(SANDBOX):
        (logo,) = pictures(ask(SANDBOX, {"work": "draw_logo"}, data, allowance, reasons=_REASONS), PNG)
        return logo


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise Unacceptable(RejectionReason(refused.reason)) from refused
    except Stopped as stopped:
        raise Unacceptable(RejectionReason.TOO_COMPLEX) from stopped


@cache
def _said() -> TypeAdapter[_Said]:
    return TypeAdapter(_Said)
