"""Use cases that show photo requests to staff and back-ends."""

from chalicelib.base.errors import NotFound
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case
from chalicelib.features.photos import table
from chalicelib.features.photos.model import PhotoRequest, UploadStatus
from chalicelib.features.photos.service.access import NO_REQUEST, Shown, link_of, locate_request
from chalicelib.features.photos.table import client_requests
from chalicelib.identity.model import Caller


def show_request(caller: Caller, request_id: str) -> Shown:
    """Return a request of the caller's account, with its messages."""
    return shown(find_request(caller, request_id))


def find_lacking(caller: Caller, request_id: str) -> tuple[PhotoRequest, tuple[str, ...]]:
    """Return a request and the codes of its categories that have too few photos or had one rejected."""
    found = locate_request(caller, request_id)
    request, uploads = table.read_request(caller.account_id, found.case_id, request_id)
    if request is None:
        raise NotFound(NO_REQUEST)
    rejected = {upload.category for upload in uploads if upload.status == UploadStatus.REJECTED}
    asked = (category.code for category in request.categories)
    return request, tuple(code for code in asked if code in rejected or code in request.missing)


def list_requests(caller: Caller, case_id: str) -> list[Shown]:
    """Return the requests of a case, oldest first."""
    case = cases.show_case(caller, case_id)
    messages = table.read_messages(case.account_id, case.id)
    return [
        Shown(request, tuple(each for each in messages if each.request_id == request.id), link_of(request))
        for request in table.read_requests(case.account_id, case.id)
    ]


def list_of_holders(account_id: str, case_id: str) -> list[PhotoRequest]:
    """Return the requests of a case to the holder of its goods, the latest first: a Query. The caller sees to both."""
    found = [each for each in table.read_requests(account_id, case_id) if each.of_holder]
    return sorted(found, key=lambda each: each.id, reverse=True)


def list_of_client(
    caller: Caller, client_id: str, *, limit: int, position: str | None
) -> tuple[list[tuple[PhotoRequest, Case]], str | None]:
    """Return a client's requests with their cases, newest first, and the end of the page: a Query, two BatchGetItem.

    The caller sees to the client. Requests of a case that names another client by now are left out, so a page may have
    fewer than `limit` and still be followed by another.
    """
    listed, end = client_requests.list_requests_of(caller.account_id, client_id, after=position, limit=limit)
    found = cases.find_cases(caller, [each.case_id for each in listed])
    named = {each.id: each for each in found if each.client_id == client_id}
    return [(each, named[each.case_id]) for each in listed if each.case_id in named], end


def find_request(caller: Caller, request_id: str) -> PhotoRequest:
    """Return a request of the caller's account."""
    found = locate_request(caller, request_id)
    request = table.get_request(caller.account_id, found.case_id, request_id)
    if request is None:
        raise NotFound(NO_REQUEST)
    return request


def shown(request: PhotoRequest) -> Shown:
    """Return a request with its messages as they are now."""
    messages = table.read_messages(request.account_id, request.case_id, request.id)
    return Shown(request=request, messages=tuple(messages), link=link_of(request))
