"""The child process for photos: `python -m chalicelib.features.photos.sandbox.child`."""

from collections.abc import Mapping
from typing import Any

from chalicelib.features.photos.imaging.codecs import load
from chalicelib.features.photos.imaging.logos import draw_logo
from chalicelib.features.photos.imaging.stages import inspect, read_exif, render
from chalicelib.features.photos.rejection import Unacceptable
from chalicelib.sandbox.serving import Answer, Refusal, Work, serve


def examine(header: Mapping[str, Any], data: bytes) -> Answer:
    """Return the facts of a photo, and its two renditions. Raises Refusal."""
    try:
        facts = inspect(data, declared_type=header["declared_type"])
        preview, thumbnail, *sizes = render(data, facts)
    except Unacceptable as refusal:
        raise Refusal(refusal.reason) from refusal.__cause__
    exif = {name: _plain(value) for name, value in read_exif(data)._asdict().items()}
    return {"outcome": "done", "image_type": facts.image_type, "sizes": sizes, "exif": exif}, [preview, thumbnail]


def _draw_logo(_: Mapping[str, Any], data: bytes) -> Answer:
    try:
        return {"outcome": "done"}, [draw_logo(data)]
    except Unacceptable as refusal:
        raise Refusal(refusal.reason) from refusal.__cause__


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


_WORK: Work = {"examine": examine, "draw_logo": _draw_logo}

if __name__ == "__main__":
    serve(_WORK, load=load)
