"""What the stages of filing say of a file, as tests compare it."""

from chalicelib.features.photos.imaging import Renditions
from chalicelib.features.photos.imaging.stages import inspect, render
from chalicelib.features.photos.rejection import Unacceptable


def rendered(data: bytes) -> Renditions:
    """Return what staff look at; Unacceptable for a file that is refused."""
    return render(data, inspect(data, declared_type=None))


def outcome(data: bytes) -> str:
    """Return why a file is refused, or `received`."""
    try:
        rendered(data)
    except Unacceptable as refused:
        return refused.reason
    return "received"
