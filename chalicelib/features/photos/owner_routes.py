"""HTTP of the owner's page: its state, its photos on their way, and its end."""

from chalicelib.base.errors import Conflict, LinkExpired, LinkUnknown, QuotaExceeded, TooLarge, UnsupportedMedia
from chalicelib.features.photos import service
from chalicelib.features.photos.audience import OWNER
from chalicelib.features.photos.owner_schemas import (
    OpenedBody,
    OwnerState,
    StateQuery,
    Submitted,
    UploadAnswer,
    UploadBody,
)
from chalicelib.features.photos.owner_views import owner_state, state_tag
from chalicelib.features.photos.visitors import device_of, is_program
from chalicelib.http.blueprint import Blueprint, Call, Reply
from chalicelib.http.conditional import unless_known

owner_routes = Blueprint(__name__)


def _check_upload(token: str, body: UploadBody, call: Call) -> None:
    service.check_upload(token, service.Announced(**body.model_dump()), address=call.address)


@owner_routes.operation(
    "GET",
    "/r/{token}/state",
    audience=OWNER,
    answers={200: OwnerState, 304: None},
    errors=(LinkUnknown,),
    summary="Show a request and its photos",
)
def show_state(token: str, query: StateQuery, call: Call) -> OwnerState | Reply:
    """Return the state of the owner's page."""
    view = service.show_page(token, address=call.address)
    tag = state_tag(view, language=query.lang)
    return unless_known(tag, call.headers, lambda: owner_state(view, language=query.lang))


@owner_routes.operation(
    "POST",
    "/r/{token}/opened",
    audience=OWNER,
    status=204,
    answers={204: None},
    errors=(LinkUnknown, Conflict),
    summary="Record that a person sees the page (sent by its script, so that scanners don't count)",
)
def mark_opened(token: str, body: OpenedBody, call: Call) -> Reply:
    """Note that a person sees the page; a program that runs its script is none."""
    if not is_program(call.headers):
        service.mark_opened(token, address=call.address, device=body.device or device_of(call.headers))
    return Reply(status=204)


@owner_routes.operation(
    "POST",
    "/r/{token}/uploads",
    audience=OWNER,
    status=201,
    answers={200: UploadAnswer, 201: UploadAnswer},
    errors=(LinkUnknown, LinkExpired, Conflict, TooLarge, UnsupportedMedia, QuotaExceeded),
    check=_check_upload,
    summary="Reserve an upload and get its form",
)
def reserve_upload(token: str, body: UploadBody, call: Call) -> UploadAnswer | Reply:
    """Announce a photo."""
    reservation = service.reserve_upload(token, service.Announced(**body.model_dump()), address=call.address)
    if reservation.form is None:
        return Reply(UploadAnswer(status=reservation.status), status=200)
    form = reservation.form
    answer = UploadAnswer(
        status=reservation.status, method="POST", url=form.url, fields=form.fields, expires_in=form.expires_in
    )
    return Reply(answer, status=201)


@owner_routes.operation(
    "DELETE",
    "/r/{token}/uploads/{photo_id}",
    audience=OWNER,
    status=204,
    answers={204: None},
    errors=(LinkUnknown, LinkExpired, Conflict),
    summary="Remove a photo before submitting",
)
def remove_upload(token: str, photo_id: str, call: Call) -> Reply:
    service.remove_upload(token, photo_id, address=call.address)
    return Reply(status=204)


@owner_routes.operation(
    "POST",
    "/r/{token}/submit",
    audience=OWNER,
    errors=(LinkUnknown, LinkExpired, Conflict),
    summary="Submit the photos (idempotent); 409 names the categories that have too few",
)
def submit(token: str, call: Call) -> Submitted:
    """Complete the request."""
    return Submitted(status=service.submit(token, address=call.address).status)
