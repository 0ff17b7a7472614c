"""The child process for PDF files: `python -m chalicelib.sandbox.pdf.child`."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.sandbox.pdf import opening
from chalicelib.sandbox.pdf.actions import find_flags
from chalicelib.sandbox.pdf.facts import UnacceptablePdf
from chalicelib.sandbox.serving import Answer, Refusal, Work, serve


def _facts(data: bytes) -> Answer:
    opening.require_whole(data)
    return {"outcome": "done", "pages": opening.count_pages(data), "flags": find_flags(data)}, []


def _preview(data: bytes) -> Answer:
    return {"outcome": "done"}, [opening.draw_first_page(data)]


def _refusing(work: Callable[[bytes], Answer]) -> Callable[[Mapping[str, Any], bytes], Answer]:
    def refusing(_: Mapping[str, Any], data: bytes) -> Answer:
        try:
            return work(data)
        except UnacceptablePdf as refusal:
            raise Refusal(refusal.reason) from refusal.__cause__

    return refusing


_WORK: Work = {"facts": _refusing(_facts), "preview": _refusing(_preview)}

if __name__ == "__main__":
    serve(_WORK, load=opening.pdfium)
