"""HTTP of verdicts on photos, loaded by the first request for them."""

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.photos import service
from chalicelib.features.photos.review_schemas import VerdictBody, VerdictView
from chalicelib.http.blueprint import Blueprint, Reply
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope

review_routes = Blueprint(__name__)
BLUEPRINTS = (review_routes,)
_WRITE = staff(Scope.CASES_WRITE)


def _check_verdict(body: VerdictBody) -> None:
    service.check_verdict(usable=body.usable, reason=body.reason, text=body.text)


@review_routes.operation(
    "PUT",
    "/v1/attachments/{attachment_id}/verdict",
    audience=_WRITE,
    check=_check_verdict,
    errors=(NotFound, Conflict),
    summary="Record a verdict on a photo; the last one counts",
)
def review_photo(caller: Caller, attachment_id: str, body: VerdictBody) -> VerdictView:
    verdict = service.review_photo(caller, attachment_id, usable=body.usable, reason=body.reason, text=body.text)
    return VerdictView.model_validate(verdict, from_attributes=True)


@review_routes.operation(
    "DELETE",
    "/v1/attachments/{attachment_id}/verdict",
    audience=_WRITE,
    status=204,
    answers={204: None},
    errors=(NotFound, Conflict),
    summary="Withdraw the verdict on a photo; it waits for one again",
)
def withdraw_verdict(caller: Caller, attachment_id: str) -> Reply:
    service.withdraw_verdict(caller, attachment_id)
    return Reply(status=204)
