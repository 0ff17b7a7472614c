"""HTTP of own policies in the client area."""

from chalicelib.base.errors import Conflict, Forbidden, Gone, NotFound, QuotaExceeded
from chalicelib.features.policies import service
from chalicelib.features.policies.area import cancelling, offers, own, renewing
from chalicelib.features.policies.area.cancelling import CancelWish
from chalicelib.features.policies.area.schemas import (
    AreaCancelBody,
    AreaPolicyList,
    AreaPolicyView,
    AreaRefundView,
    AreaRenewalBody,
    AreaRenewalView,
    CancellationQuery,
)
from chalicelib.features.policies.area.views import line_view, offer_view, own_policy_view, refund_view
from chalicelib.features.policies.renewal_schemas import RenewalView, renewal_view
from chalicelib.features.policies.service import filing, sharing
from chalicelib.features.policies.subjects import quote_subject
from chalicelib.features.policies.typed import TypedRenewal
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_api
from chalicelib.http.blueprint import Call, Reply
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

routes = area_api(__name__)
BLUEPRINTS = (routes,)
_MINE = area(AreaPermission.POLICIES)
_POLICIES = "/v1/area/{slug}/policies"
_POLICY = f"{_POLICIES}/{{policy_id}}"


@routes.operation("GET", _POLICIES, audience=_MINE, summary="List the own policies, and offers to pay")
def list_area_policies(caller: AreaCaller, slug: str, call: Call) -> AreaPolicyList:
    items = [line_view(each, call.language) for each in own.list_own(caller)]
    return AreaPolicyList(items=items, offers=[offer_view(each, call.language) for each in offers.list_offers(caller)])


@routes.operation("GET", _POLICY, audience=_MINE, errors=(NotFound,), summary="Show an own policy")
def show_area_policy(caller: AreaCaller, slug: str, policy_id: str, call: Call) -> AreaPolicyView:
    return own_policy_view(caller, service.show_policy(caller, policy_id), call.language)


@routes.operation(
    "GET",
    f"{_POLICY}/renewal",
    audience=_MINE,
    errors=(NotFound, Conflict),
    summary="Show the choices of an own policy's renewal, each with its price and its saving",
)
def show_area_renewal(caller: AreaCaller, slug: str, policy_id: str, call: Call) -> RenewalView:
    policy, options = renewing.show_options(caller, policy_id)
    return renewal_view(policy.id, policy.version, options, call.language)


@routes.operation(
    "POST",
    f"{_POLICY}/renewal",
    audience=_MINE,
    status=201,
    errors=(NotFound, Conflict, Gone, QuotaExceeded),
    summary="Choose the renewal of an own policy, or choose anew until it is paid; its `subject` is to be paid",
)
def choose_area_renewal(caller: AreaCaller, slug: str, policy_id: str, body: AreaRenewalBody) -> AreaRenewalView:
    quote_id = renewing.renew(caller, policy_id, TypedRenewal(options=body.options, plan=body.plan))
    return AreaRenewalView(quote_id=quote_id, subject=quote_subject(quote_id))


@routes.operation(
    "GET",
    f"{_POLICY}/cancellation",
    audience=_MINE,
    errors=(NotFound, Conflict),
    summary="Compute the refund of an own policy's cancellation",
)
def preview_area_refund(caller: AreaCaller, slug: str, policy_id: str, query: CancellationQuery) -> AreaRefundView:
    return refund_view(cancelling.show_cancelling(caller, policy_id, on=query.on))


@routes.operation(
    "POST",
    f"{_POLICY}/cancellation",
    audience=_MINE,
    errors=(NotFound, Conflict, Forbidden, Gone, QuotaExceeded),
    summary="Cancel an own policy",
)
def cancel_area_policy(
    caller: AreaCaller, slug: str, policy_id: str, body: AreaCancelBody, call: Call
) -> AreaPolicyView:
    """Cancel it; the refund goes back at once.

    The first try sends a code, 403 with `reason: code-needed`; the next one says it. It confirms this day and refund.
    """
    policy = cancelling.cancel(caller, policy_id, CancelWish(body.on, body.reason, body.code))
    return own_policy_view(caller, policy, call.language)


@routes.operation(
    "GET",
    f"{_POLICY}/files/{{file_id}}",
    audience=_MINE,
    status=302,
    answers={302: None},
    errors=(NotFound,),
    summary="Download a file of an own policy that staff have shown; the address is good for 5 minutes",
)
def download_area_file(caller: AreaCaller, slug: str, policy_id: str, file_id: str) -> Reply:
    url = sharing.shared_file_url(caller, policy_id, file_id)
    return Reply(status=302, headers={"Location": url, "Referrer-Policy": "no-referrer"})


@routes.operation(
    "GET",
    f"{_POLICY}/documents/{{document_id}}",
    audience=_MINE,
    status=302,
    answers={302: None},
    errors=(NotFound, Conflict),
    summary="Download a printed document of an own policy; the address is good for 5 minutes",
)
def download_area_document(caller: AreaCaller, slug: str, policy_id: str, document_id: str) -> Reply:
    url = filing.address_of(filing.find_document(caller, policy_id, document_id))
    return Reply(status=302, headers={"Location": url, "Referrer-Policy": "no-referrer"})
