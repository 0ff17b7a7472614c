"""Words of requests to the holder of the goods: contacts, time, state."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients.documents.masks import masked_email, masked_phone
from chalicelib.features.photos.model import PhotoRequest, RequestStatus
from chalicelib.tenancy.model import Account

STATES = {
    RequestStatus.CREATED: N_("the message is being sent"),
    RequestStatus.UNDELIVERED: N_("not delivered: check the phone or the e-mail, and ask again"),
    RequestStatus.SENT: N_("sent, not opened yet"),
    RequestStatus.OPENED: N_("link opened"),
    RequestStatus.IN_PROGRESS: N_("photos are coming"),
    RequestStatus.COMPLETED: N_("all photos are there"),
    RequestStatus.EXPIRED: N_("the link has expired"),
    RequestStatus.REVOKED: N_("request withdrawn"),
}


class HolderLine(NamedTuple):
    """A request to a holder in words."""

    to: str
    name: str
    asked: str
    state: str
    photos: int
    wanted: str


def masked(request: PhotoRequest) -> str:
    """Return the contacts of a request with most of their characters hidden: `+34 *** ** ** 41, l***@mail.example`."""
    phone = masked_phone(request.phone) if request.phone else ""
    email = masked_email(request.email) if request.email else ""
    return ", ".join(filter(None, (phone, email)))


def photos_of(request: PhotoRequest) -> int:
    """Return the number of photos that were filed of a request."""
    return sum(request.filed.values())


def state_of(request: PhotoRequest, at: datetime) -> RequestStatus:
    """Return the state of a request at a moment; one whose photos have come is on its way at least."""
    status = request.status_at(at)
    coming = status in {RequestStatus.CREATED, RequestStatus.SENT, RequestStatus.OPENED} and photos_of(request) > 0
    return RequestStatus.IN_PROGRESS if coming else status


def in_words(request: PhotoRequest, account: Account, language: Language) -> HolderLine:
    """Return a request as pages show it."""
    return HolderLine(
        to=masked(request),
        name=request.owner_name or "",
        asked=localized.moment(language, request.created_at, account.zone),
        state=text(language, STATES[state_of(request, now())]),
        photos=photos_of(request),
        wanted=", ".join(each.label(language) for each in request.categories),
    )
