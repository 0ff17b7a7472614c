"""HTTP of photo requests and attachments (staff, back-ends); that of the owner's page is in owner_routes.py."""

from chalicelib.base.errors import Conflict, NotFound, QuotaExceeded
from chalicelib.features.photos import service
from chalicelib.features.photos.asking_schemas import PhotoRequestBody, asking
from chalicelib.features.photos.request_views import PhotoRequestView, request_view
from chalicelib.features.photos.schemas import (
    ArchivePending,
    AttachmentList,
    AttachmentQuery,
    CaseDetail,
    ExtendBody,
    PhotoRequestList,
    ResendBody,
)
from chalicelib.features.photos.scopes import ATTACHMENTS_DELETE
from chalicelib.features.photos.sealing import LINKS
from chalicelib.features.photos.views import attachment_view, case_detail
from chalicelib.http.blueprint import Blueprint, Call, Reply
from chalicelib.http.paging import cursor, wrong_cursor
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope
from chalicelib.identity.powers import may

routes = Blueprint(__name__)
_READ, _ASK = staff(Scope.CASES_READ), staff(Scope.REQUESTS_WRITE)


def _check_asked(caller: Caller, body: PhotoRequestBody) -> None:
    service.check_asking(caller, asking(body, key=""))


def _check_resending(caller: Caller, request_id: str, body: ResendBody) -> None:
    service.check_resending(caller, request_id, channels=body.channels)


def _check_extending(caller: Caller, request_id: str, body: ExtendBody) -> None:
    service.check_extending(caller, request_id, days=body.days)


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
    asked = asking(body, key=call.headers.get("idempotency-key", ""))
    return request_view(service.ask_for_photos(caller, asked))


@routes.operation("GET", "/v1/photo-requests/{request_id}", audience=_READ, summary="Show a photo request")
def show_request(caller: Caller, request_id: str) -> PhotoRequestView:
    return request_view(service.show_request(caller, request_id), with_link=may(caller, Scope.REQUESTS_WRITE))


@routes.operation(
    "GET", "/v1/cases/{case_id}/photo-requests", audience=_READ, summary="List the photo requests of a case"
)
def list_requests(caller: Caller, case_id: str) -> PhotoRequestList:
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
    summary="Extend a request by some days",
)
def extend_request(caller: Caller, request_id: str, body: ExtendBody) -> PhotoRequestView:
    return request_view(service.extend(caller, request_id, days=body.days))


@routes.operation(
    "GET", "/v1/cases/{case_id}", audience=_READ, summary="Show a case with its requests, photo counts and timeline"
)
def show_case(caller: Caller, case_id: str, call: Call) -> CaseDetail:
    view = service.show_case(caller, case_id)
    return case_detail(caller, view, call.language, with_links=may(caller, Scope.REQUESTS_WRITE))


@routes.operation(
    "GET",
    "/v1/cases/{case_id}/attachments",
    audience=_READ,
    check=_check_attachments,
    summary="List the photos of a case",
)
def list_attachments(caller: Caller, case_id: str, query: AttachmentQuery) -> AttachmentList:
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
    pending = ArchivePending(photos=archive.number, retry_after=archive.retry_after)
    return Reply(pending, status=202, headers={"Retry-After": str(archive.retry_after)})


@routes.operation(
    "DELETE",
    "/v1/attachments/{attachment_id}",
    audience=staff(ATTACHMENTS_DELETE),
    status=204,
    answers={204: None},
    errors=(Conflict,),
    summary="Remove a photo from its case for good",
)
def delete_attachment(caller: Caller, attachment_id: str) -> Reply:
    service.delete_attachment(caller, attachment_id)
    return Reply(status=204)


BLUEPRINTS = (routes,)
