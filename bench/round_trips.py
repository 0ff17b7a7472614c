"""Calls of AWS that a use case waits for: `python -m bench round_trips`.

Counted at botocore's network edge, against moto, after the process has read settings, keys and secret once.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256

from ulid import ULID

from bench.table import Figure
from chalicelib.aws.clients import client
from chalicelib.features.photos import service
from chalicelib.tenancy.model import CategoryChoice
from tests.photos import photos_factory
from tests.support.faults import counted
from tests.support.world import World, opened

_ADDRESS = "192.0.2.1"


def figures() -> Iterator[Figure]:
    """Count."""
    with opened() as world, counted() as calls:
        _ask(world)
        token = _ask(world).link.token
        photo = photos_factory.jpeg(800, 600)
        announced = _announced(photo)
        yield from _spent("ask for photos", 3, calls, lambda: _ask(world))
        yield from _spent("open the page, or its state", 2, calls, lambda: service.show_page(token, address=_ADDRESS))
        reserve = lambda: service.reserve_upload(token, announced, address=_ADDRESS)  # noqa: E731
        yield from _spent("reserve an upload", 2, calls, reserve)
        key = _send(token, photo)
        yield from _spent("file a photo", 5, calls, lambda: service.file_photo(service.Arrived(key, None)))
        case_id = key.split("/")[2]
        yield from _spent("show a case with its photos", 1, calls, lambda: service.show_case(world.admin, case_id))


def _spent(name: str, limit: int, calls: list[str], use_case: Callable[[], object]) -> Iterator[Figure]:
    before = len(calls)
    use_case()
    made = calls[before:]
    counted = [f"{count} {call}" if count > 1 else call for call, count in Counter(made).items()]
    yield Figure(f"AWS calls to {name} ({', '.join(counted)})", str(len(made)), f"<= {limit}", len(made) <= limit)


def _ask(world: World) -> service.Shown:
    asking = service.Asking(phone="+79161234567", channels=("sms",), categories=[CategoryChoice(code="damage")])
    return service.ask_for_photos(world.admin, asking)


def _announced(photo: bytes) -> service.Announced:
    return service.Announced(
        photo_id=str(ULID()),
        category="damage",
        bytes=len(photo),
        content_type="image/jpeg",
        sha256=sha256(photo).hexdigest(),
    )


def _send(token: str, photo: bytes) -> str:
    """Announce a photo once more, with bytes of its own, and put it where the form says."""
    data = photo + b"\0"
    form = service.reserve_upload(token, _announced(data), address=_ADDRESS).form
    if form is None:
        raise RuntimeError("the reservation was refused")
    client("s3").put_object(Bucket="photos", Key=form.fields["key"], Body=data)
    return form.fields["key"]
