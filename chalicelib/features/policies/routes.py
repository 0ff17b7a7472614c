"""HTTP of policies."""

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.policies import service
from chalicelib.features.policies.schemas import (
    CancelBody,
    NewPolicyBody,
    PolicyChange,
    PolicyChangeList,
    PolicyChangeView,
    PolicyHistoryQuery,
    PolicyList,
    PolicyListQuery,
    PolicyRefundView,
    PolicyView,
    ReceivedBody,
    RefundQuery,
    ReturnedBody,
)
from chalicelib.features.policies.service import Corrections, Wanted
from chalicelib.features.policies.views import policy_view, policy_views
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.http.money import money_view
from chalicelib.http.paging import cursor
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_READ, _WRITE = staff("policies:read"), staff("policies:write")
_POLICY = "/v1/policies/{policy_id}"


def _check_new(caller: Caller, body: NewPolicyBody) -> None:
    service.check_policy(caller, body.typed())


def _check_list(query: PolicyListQuery) -> None:
    service.check_wanted(_wanted(query))


def _wanted(query: PolicyListQuery) -> Wanted:
    return Wanted(
        q=query.q or "",
        client_id=query.client_id or "",
        vehicle=query.vin or query.plate or "",
        status=query.status,
        product=query.product or "",
        base=query.agent_id,
    )


@routes.operation(
    "POST",
    "/v1/policies",
    audience=_WRITE,
    status=201,
    idempotent=True,
    errors=(Conflict,),
    check=_check_new,
    summary="Issue a policy, which binds the client to its agent, or report one that was sold elsewhere",
)
def issue_policy(caller: Caller, body: NewPolicyBody, call: Call) -> PolicyView:
    sold = service.issue_policy(caller, body.typed(), once=call.headers.get("idempotency-key", ""))
    return policy_view(sold.policy, call.language, warnings=sold.warnings)


@routes.operation("GET", "/v1/policies", audience=_READ, check=_check_list, summary="List or search policies")
def list_policies(caller: Caller, query: PolicyListQuery, call: Call) -> PolicyList:
    page = service.list_policies(caller, _wanted(query), limit=query.limit, position=query.position())
    return PolicyList(items=policy_views(page.items, call.language), next_cursor=cursor(page.position))


@routes.operation("GET", _POLICY, audience=_READ, errors=(NotFound,), summary="Show a policy")
def show_policy(caller: Caller, policy_id: str, call: Call) -> PolicyView:
    policy = service.show_policy(caller, policy_id)
    return policy_view(policy, call.language, warnings=service.warnings_of(caller, policy))


@routes.operation("PATCH", _POLICY, audience=_WRITE, errors=(NotFound, Conflict), summary="Correct a policy")
def change_policy(caller: Caller, policy_id: str, body: PolicyChange, call: Call) -> PolicyView:
    named = body.model_fields_set
    corrections = Corrections(
        vehicle=body.vehicle.typed() if "vehicle" in named else None,
        drivers=body.typed_drivers(),
        subject=body.subject if "subject" in named else None,
        fields=body.fields if "fields" in named else None,
    )
    policy = service.correct_policy(caller, policy_id, corrections, version=body.version)
    return policy_view(policy, call.language, warnings=service.warnings_of(caller, policy))


@routes.operation(
    "POST",
    f"{_POLICY}/received",
    audience=_WRITE,
    errors=(NotFound, Conflict),
    summary="Note instalments that were received in cash or by bank transfer",
)
def receive_instalments(caller: Caller, policy_id: str, body: ReceivedBody, call: Call) -> PolicyView:
    policy = service.receive_instalments(caller, policy_id, numbers=set(body.instalments), version=body.version)
    return policy_view(policy, call.language)


@routes.operation(
    "POST",
    f"{_POLICY}/returned",
    audience=_WRITE,
    errors=(NotFound, Conflict),
    summary="Note that the money of a cancelled policy which no provider returns has been returned by hand",
)
def note_returned(caller: Caller, policy_id: str, body: ReturnedBody, call: Call) -> PolicyView:
    return policy_view(service.note_returned(caller, policy_id, version=body.version), call.language)


@routes.operation(
    "GET", f"{_POLICY}/cancel", audience=_READ, errors=(NotFound,), summary="Compute the refund of a cancellation"
)
def preview_refund(caller: Caller, policy_id: str, query: RefundQuery) -> PolicyRefundView:
    refund = service.preview_refund(caller, policy_id, effective=query.effective)
    return PolicyRefundView(
        refund=money_view(refund.amount),
        days_used=refund.days_used,
        days=refund.days,
        in_cooling_off=refund.in_cooling_off,
    )


@routes.operation(
    "POST", f"{_POLICY}/cancel", audience=_WRITE, errors=(NotFound, Conflict), summary="Cancel a policy before its end"
)
def cancel_policy(caller: Caller, policy_id: str, body: CancelBody, call: Call) -> PolicyView:
    policy = service.cancel_policy(
        caller, policy_id, effective=body.effective, reason=body.reason, version=body.version
    )
    return policy_view(policy, call.language)


@routes.operation(
    "GET", f"{_POLICY}/history", audience=_READ, errors=(NotFound,), summary="List the changes of a policy"
)
def list_policy_history(caller: Caller, policy_id: str, query: PolicyHistoryQuery) -> PolicyChangeList:
    items = [PolicyChangeView(**each.model_dump()) for each in service.list_history(caller, policy_id)]
    del query
    return PolicyChangeList(items=items, next_cursor=None)
