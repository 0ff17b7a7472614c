"""HTTP of photo requests and attachments (staff, back-ends) and of owners' uploads."""

from chalicelib.accounts.model import Caller, Scope
from chalicelib.api.auth import OWNER, may, staff
from chalicelib.api.blueprint import Blueprint, Call, Reply
from chalicelib.api.conditional import unless_known
from chalicelib.api.paging import cursor, wrong_cursor
from chalicelib.errors import (
    Conflict,
    LinkExpired,
    LinkUnknown,
    NotFound,
    QuotaExceeded,
    TooLarge,
    UnsupportedMedia,
)
from chalicelib.photos import service
from chalicelib.photos.schemas import (
    ArchivePending,
    AttachmentList,
    AttachmentQuery,
    CaseDetail,
    ExtendBody,
    OpenedBody,
    OwnerState,
    PhotoRequestBody,
    PhotoRequestList,
    PhotoRequestView,
    ResendBody,
    StateQuery,
    Submitted,
    UploadAnswer,
    UploadBody,
)
from chalicelib.photos.sealing import LINKS
from chalicelib.photos.views import asking, attachment_view, case_detail, owner_state, request_view, state_tag
from chalicelib.photos.visitors import device_of, is_program

routes = Blueprint(__name__)
_READ, _ASK = staff(Scope.CASES_READ), staff(Scope.REQUESTS_WRITE)


def _check_asked(caller: Caller, body: PhotoRequestBody) -> None:
    service.check_asking(caller, asking(body, key=""))


def _check_resending(caller: Caller, request_id: str, body: ResendBody) -> None:
    service.check_resending(caller, request_id, channels=body.channels)


def _check_extending(caller: Caller, request_id: str, body: ExtendBody) -> None:
    service.check_extending(caller, request_id, days=body.days)


def _check_upload(token: str, body: UploadBody, call: Call) -> None:
    service.check_upload(token, service.Announced(**body.model_dump()), address=call.address)


def _check_attachments(query: AttachmentQuery) -> None:
    position = query.position()
    if position is not None and not position.startswith(f"att#{query.category}#" if query.category else "att#"):
        raise wrong_cursor()


@routes.operation(
    "POST",
    "/v1/photo-requests",
    audience=_ASK,
    status=201,
    idempotent=LINKS,
    check=_check_asked,
    errors=(NotFound, Conflict, QuotaExceeded),
    summary="Ask an owner for photos, in a new case or one that exists",
)
def ask_for_photos(caller: Caller, body: PhotoRequestBody, call: Call) -> PhotoRequestView:
    """Ask an owner for photos."""
    asked = asking(body, key=call.headers.get("idempotency-key", ""))
    return request_view(service.ask_for_photos(caller, asked))


@routes.operation("GET", "/v1/photo-requests/{request_id}", audience=_READ, summary="Show a photo request")
def show_request(caller: Caller, request_id: str) -> PhotoRequestView:
    """Show a photo request."""
    return request_view(service.show_request(caller, request_id), with_link=may(caller, Scope.REQUESTS_WRITE))


@routes.operation(
    "GET", "/v1/cases/{case_id}/photo-requests", audience=_READ, summary="List the photo requests of a case"
)
def list_requests(caller: Caller, case_id: str) -> PhotoRequestList:
    """List the photo requests of a case."""
    with_link = may(caller, Scope.REQUESTS_WRITE)
    listed = service.list_requests(caller, case_id)
    return PhotoRequestList(items=[request_view(shown, with_link=with_link) for shown in listed])


@routes.operation(
    "POST",
    "/v1/photo-requests/{request_id}/resend",
    audience=_ASK,
    errors=(Conflict, QuotaExceeded),
    idempotent=LINKS,
    check=_check_resending,
    summary="Send a photo request's messages again",
)
def resend_request(caller: Caller, request_id: str, body: ResendBody) -> PhotoRequestView:
    """Send a photo request's messages again."""
    channels = tuple(dict.fromkeys(body.channels)) if body.channels is not None else None
    return request_view(service.resend(caller, request_id, channels=channels))


@routes.operation(
    "POST", "/v1/photo-requests/{request_id}/revoke", audience=_ASK, errors=(Conflict,), summary="Withdraw a request"
)
def revoke_request(caller: Caller, request_id: str) -> PhotoRequestView:
    """Withdraw a photo request."""
    return request_view(service.revoke(caller, request_id))


@routes.operation(
    "POST",
    "/v1/photo-requests/{request_id}/extend",
    audience=_ASK,
    errors=(Conflict,),
    idempotent=LINKS,
    check=_check_extending,
    summary="Give the owner more days",
)
def extend_request(caller: Caller, request_id: str, body: ExtendBody) -> PhotoRequestView:
    """Give the owner more days."""
    return request_view(service.extend(caller, request_id, days=body.days))


@routes.operation(
    "GET", "/v1/cases/{case_id}", audience=_READ, summary="Show a case with its requests, photo counts and timeline"
)
def show_case(caller: Caller, case_id: str) -> CaseDetail:
    """Show a case."""
    return case_detail(service.show_case(caller, case_id), with_links=may(caller, Scope.REQUESTS_WRITE))


@routes.operation(
    "GET",
    "/v1/cases/{case_id}/attachments",
    audience=_READ,
    check=_check_attachments,
    summary="List the photos of a case",
)
def list_attachments(caller: Caller, case_id: str, query: AttachmentQuery) -> AttachmentList:
    """List the photos of a case."""
    _check_attachments(query)
    items, after = service.list_attachments(
        caller,
        case_id,
        category=query.category,
        after=query.position(),
        limit=query.limit,
    )
    return AttachmentList(
        items=[attachment_view(attachment) for attachment in items],
        next_cursor=cursor(after),
    )


@routes.operation(
    "GET",
    "/v1/cases/{case_id}/attachments.zip",
    audience=_READ,
    status=302,
    answers={202: ArchivePending, 302: None},
    summary="Download all photos of a case as one ZIP file; 202 while it is made",
)
def download_attachments(caller: Caller, case_id: str) -> Reply:
    """Lead to the archive of a case's photos."""
    archive = service.show_archive(caller, case_id)
    if archive.url is not None:
        return Reply(status=302, headers={"Location": archive.url})
    pending = ArchivePending(photos=archive.photos, retry_after=archive.retry_after)
    return Reply(pending, status=202, headers={"Retry-After": str(archive.retry_after)})


@routes.operation(
    "DELETE",
    "/v1/attachments/{attachment_id}",
    audience=staff(Scope.ATTACHMENTS_DELETE),
    status=204,
    answers={204: None},
    errors=(Conflict,),
    summary="Remove a photo from its case for good",
)
def delete_attachment(caller: Caller, attachment_id: str) -> Reply:
    """Remove a photo from its case."""
    service.delete_attachment(caller, attachment_id)
    return Reply(status=204)


@routes.operation(
    "GET",
    "/r/{token}/state",
    audience=OWNER,
    answers={200: OwnerState, 304: None},
    errors=(LinkUnknown,),
    summary="What is asked for and what has come",
)
def show_state(token: str, query: StateQuery, call: Call) -> OwnerState | Reply:
    """Return what the owner's page shows."""
    view = service.show_page(token, address=call.address)
    tag = state_tag(view, language=query.lang)
    return unless_known(tag, call.headers, lambda: owner_state(view, language=query.lang))


@routes.operation(
    "POST",
    "/r/{token}/opened",
    audience=OWNER,
    status=204,
    answers={204: None},
    errors=(LinkUnknown, Conflict),
    summary="A person sees the page (sent by its script, so that scanners don't count)",
)
def mark_opened(token: str, body: OpenedBody, call: Call) -> Reply:
    """Note that a person sees the page; a program that runs its script is none."""
    if not is_program(call.headers):
        service.mark_opened(token, address=call.address, device=body.device or device_of(call.headers))
    return Reply(status=204)


@routes.operation(
    "POST",
    "/r/{token}/uploads",
    audience=OWNER,
    status=201,
    answers={200: UploadAnswer, 201: UploadAnswer},
    errors=(LinkUnknown, LinkExpired, Conflict, TooLarge, UnsupportedMedia, QuotaExceeded),
    check=_check_upload,
    summary="Announce a photo and get the form that sends it",
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


@routes.operation(
    "DELETE",
    "/r/{token}/uploads/{photo_id}",
    audience=OWNER,
    status=204,
    answers={204: None},
    errors=(LinkUnknown, LinkExpired, Conflict),
    summary="Take a photo back before submitting",
)
def remove_upload(token: str, photo_id: str, call: Call) -> Reply:
    """Take a photo back."""
    service.remove_upload(token, photo_id, address=call.address)
    return Reply(status=204)


@routes.operation(
    "POST",
    "/r/{token}/submit",
    audience=OWNER,
    errors=(LinkUnknown, LinkExpired, Conflict),
    summary="All photos are here (idempotent); 409 names the categories that have too few",
)
def submit(token: str, call: Call) -> Submitted:
    """Complete the request."""
    return Submitted(status=service.submit(token, address=call.address).status)
