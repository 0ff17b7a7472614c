"""Results of the stages of filing, as tests compare them."""

from chalicelib.features.photos.imaging import Renditions
from chalicelib.features.photos.imaging.stages import inspect, render
from chalicelib.features.photos.rejection import Unacceptable


def rendered(data: bytes) -> Renditions:
    """Return the renditions. Raises Unacceptable for a rejected file."""
    return render(data, inspect(data, declared_type=None))


def outcome(data: bytes) -> str:
    """Return the reason of a rejection, or `received`."""
    try:
        rendered(data)
    except Unacceptable as refused:
        return refused.reason
    return "received"
