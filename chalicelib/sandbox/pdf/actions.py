"""The parts of a PDF that a reader may act on: scripts, actions, embedded files. Runs in the child.

PDFium shows neither scripts of an OpenAction nor Launch actions, so pypdf reads the objects.
"""

import io
from collections.abc import Iterator
from typing import Any

from chalicelib.sandbox.pdf.facts import PdfFlag, PdfRefusal, UnacceptablePdf

#: Objects that one file may have outside of the parts that are left out.
MOST_OBJECTS = 100_000
#: Parts without actions (ISO 32000-1, 12.6), and ways back to where the walk has been.
_LEFT_OUT = frozenset(
    {
        *("/Parent", "/P", "/Prev", "/Resources", "/Contents", "/AP", "/MK", "/DR", "/Thumb", "/B", "/Threads"),
        *("/StructTreeRoot", "/Metadata", "/OutputIntents", "/PieceInfo", "/OCProperties", "/PageLabels"),
        *("/Dest", "/Dests"),
    }
)
#: Types of actions, under `/S`.
_LAUNCH, _SCRIPT, _GO = "/Launch", "/JavaScript", "/GoTo"


def find_flags(data: bytes) -> tuple[PdfFlag, ...]:
    """Return the parts that a reader may act on. Raises UnacceptablePdf for a Launch action, and for unreadable files.

    Why an unreadable file is refused, though PDFium opens it: a Launch action could hide in it.
    """
    try:
        return _flags_of(data)
    except (UnacceptablePdf, MemoryError):
        raise
    except Exception as error:  # hostile bytes make pypdf raise nearly anything
        raise UnacceptablePdf(PdfRefusal.BROKEN) from error


def _flags_of(data: bytes) -> tuple[PdfFlag, ...]:
    from pypdf import PdfReader  # noqa: PLC0415 - heavy

    root = PdfReader(io.BytesIO(data)).root_object
    found = set(_flags_of_opening(_at(root, "/OpenAction")))
    for each in _dictionaries(root):
        if _at(each, "/S") == _LAUNCH:
            raise UnacceptablePdf(PdfRefusal.LAUNCHES)
        found |= set(_flags_of_object(each))
    return tuple(each for each in PdfFlag if each in found)


def _flags_of_opening(action: Any) -> Iterator[PdfFlag]:
    if isinstance(action, dict) and _at(action, "/S") != _GO:
        yield PdfFlag.OPEN_ACTION


def _flags_of_object(each: dict[str, Any]) -> Iterator[PdfFlag]:
    if "/JS" in each or "/XFA" in each or _at(each, "/S") == _SCRIPT:
        yield PdfFlag.SCRIPTS
    if "/EF" in each or "/EmbeddedFiles" in each:
        yield PdfFlag.EMBEDDED_FILES


def _at(each: dict[str, Any], name: str) -> Any:
    """Return an entry, its reference followed; None if there is none."""
    return each[name] if name in each else None  # noqa: SIM401 - pypdf's `get` follows no reference


def _dictionaries(root: Any) -> Iterator[dict[str, Any]]:
    """Yield each dictionary at or below the catalogue once, but for those in parts that are left out."""
    waiting, seen = [root], set[object]()
    for _ in range(MOST_OBJECTS):
        if not waiting:
            return
        each = _followed(waiting.pop(), seen)
        if isinstance(each, dict):
            yield each
            waiting += [value for name, value in dict.items(each) if name not in _LEFT_OUT]
        elif isinstance(each, list):
            waiting += each
    raise UnacceptablePdf(PdfRefusal.TOO_COMPLEX)


def _followed(each: Any, seen: set[object]) -> Any:
    """Return the object of a reference that was not followed before, or the object itself."""
    place = (each.idnum, each.generation) if hasattr(each, "idnum") else None
    if place is None:
        return each
    if place in seen:
        return None
    seen.add(place)
    return each.get_object()
