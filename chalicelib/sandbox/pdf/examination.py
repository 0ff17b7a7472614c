"""Examination of PDF files in the child."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Annotated, TypedDict

from annotated_types import Interval
from pydantic import TypeAdapter

from chalicelib.sandbox.allowance import Allowance
from chalicelib.sandbox.asking import JPEG, Refused, Stopped, ask, distrust, pictures
from chalicelib.sandbox.pdf.facts import MOST_PAGES, PdfFacts, PdfFlag, PdfRefusal, UnacceptablePdf
from chalicelib.sandbox.process import own_sandbox

SANDBOX = own_sandbox("chalicelib.sandbox.pdf.child")
_REASONS = frozenset(PdfRefusal)


class _Said(TypedDict):
    pages: Annotated[int, Interval(ge=1, le=MOST_PAGES)]
    flags: tuple[PdfFlag, ...]


def examine_pdf(data: bytes, *, allowance: Allowance, draws: bool = True) -> PdfFacts:
    """Return the facts of a PDF file, with a picture of its first page if it `draws` one.

    Raises UnacceptablePdf; `too_complex` when its facts take more than a whole allowance, Unfinished when facts and
    picture take more than a short one.
    """
    with _refusing(), distrust(SANDBOX):
        answer = ask(SANDBOX, {"work": "facts"}, data, allowance, reasons=_REASONS)
        said: _Said = _said().validate_python({name: answer.header.get(name) for name in _Said.__annotations__})
    return PdfFacts(said["pages"], said["flags"], _draw(data, allowance) if draws else None)


def _draw(data: bytes, allowance: Allowance) -> bytes | None:
    try:
        with distrust(SANDBOX):
            (preview,) = pictures(ask(SANDBOX, {"work": "preview"}, data, allowance, reasons=_REASONS), JPEG)
            return preview
    except (Refused, Stopped):
        return None


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise UnacceptablePdf(PdfRefusal(refused.reason)) from refused
    except Stopped as stopped:
        raise UnacceptablePdf(PdfRefusal.TOO_COMPLEX) from stopped


@cache
def _said() -> TypeAdapter[_Said]:
    return TypeAdapter(_Said)
