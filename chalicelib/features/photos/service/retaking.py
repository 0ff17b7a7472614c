"""Search and check of the photos that a request is to ask for again, and of defaults from their requests."""

from collections.abc import Iterator, Mapping

from chalicelib.base.errors import FieldError, Findings
from chalicelib.base.languages import N_
from chalicelib.features.cases.model import Case
from chalicelib.features.photos import table
from chalicelib.features.photos.model import Attachment, PhotoRequest
from chalicelib.features.photos.retakes import NOTHING_RETAKEN, Retaken, asked_anew, is_unusable
from chalicelib.features.photos.service.new_requests import Asking
from chalicelib.features.photos.table import retakes as rows
from chalicelib.tenancy.categories import Category
from chalicelib.tenancy.model import Account


def find_retaken(account: Account, case: Case | None, asking: Asking, *, found: Findings) -> Retaken:
    """Return the retakes of an asking in a case; `found` collects each photo that can't be one."""
    if not asking.again:
        return NOTHING_RETAKEN
    if case is None:
        message = N_("Photos are asked for again in the case that has them: give its case_id.")
        found.add([FieldError("/again", message, follows=("/case_id", "/case"))])
        return NOTHING_RETAKEN
    photos = {photo.id: photo for photo in rows.read_attachments(case.account_id, case.id)}
    found.add(_wrong(asking.again, photos))
    chosen = [photos[each] for each in dict.fromkeys(asking.again) if each in photos]
    return _retaken(account, chosen)


def _wrong(wanted: tuple[str, ...], photos: Mapping[str, Attachment]) -> Iterator[FieldError]:
    """Return a finding for each photo that can't be asked for again."""
    for place, each in enumerate(wanted):
        pointer, photo = f"/again/{place}", photos.get(each)
        if photo is None:
            yield FieldError(pointer, N_("The case has no such photo (any more)."), follows=("/case_id",))
        elif not is_unusable(photo):
            message = N_("Only a photo that is marked as unusable can be asked for again.")
            yield FieldError(pointer, message, follows=("/case_id",))
        elif each in wanted[:place]:
            yield FieldError(pointer, N_("This photo is named twice."), follows=("/case_id",))


def _retaken(account: Account, chosen: list[Attachment]) -> Retaken:
    requests = _requests(chosen)
    offered: dict[str, Category] = {}
    for request in requests:
        offered |= {category.code: category for category in request.categories}
    offered |= {category.code: category for category in account.categories}
    again = tuple(asked_anew(photo) for photo in chosen)
    return Retaken(again=again, former=requests[-1] if requests else None, offered=offered)


def _requests(chosen: list[Attachment]) -> list[PhotoRequest]:
    """Return the requests that photos came by, that of the newest photo last."""
    latest = sorted(chosen, key=lambda photo: photo.received_at, reverse=True)
    keys = dict.fromkeys((photo.account_id, photo.case_id, photo.request_id) for photo in latest)
    read = (table.get_request(*key) for key in reversed(keys))
    return [request for request in read if request is not None]


def as_before(account: Account, asking: Asking, retaken: Retaken) -> Asking:
    """Return an asking completed from the request by which the photos came."""
    former = retaken.former
    if former is None:
        return asking
    spoken = former.language if former.language in account.languages else None
    return asking._replace(
        phone=asking.phone or former.phone,
        email=asking.email or former.email,
        owner_name=asking.owner_name or former.owner_name,
        of_holder=asking.of_holder or _goes_to_holder(asking, former),
        language=asking.language or spoken,
        channels=former.channels if asking.channels_as_before else asking.channels,
    )


def _goes_to_holder(asking: Asking, former: PhotoRequest) -> bool:
    """Return True if photos of goods are asked for again of the same holder: no other contact was typed."""
    same_phone = asking.phone is None or _digits(asking.phone) == _digits(former.phone or "")
    return former.of_holder and same_phone and asking.email in {None, former.email}


def _digits(phone: str) -> str:
    return "".join(filter(str.isdigit, phone))
