"""HTTP of claims."""

from chalicelib.base.errors import NotFound
from chalicelib.features.claims import service
from chalicelib.features.claims.model import Wanted
from chalicelib.features.claims.schemas import (
    ClaimEntryView,
    ClaimHistory,
    ClaimHistoryQuery,
    ClaimList,
    ClaimListQuery,
    ClaimView,
)
from chalicelib.features.claims.views import claim_summary, claim_view
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.http.paging import cursor
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import StaffMember, actor_of

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_READ = staff("claims:read")
_CLAIM = "/v1/claims/{claim_id}"


def _wanted(query: ClaimListQuery) -> Wanted:
    return Wanted(
        client_id=query.client_id,
        policy_id=query.policy_id,
        stage=query.stage,
        handler=actor_of(StaffMember(query.handler)) if query.handler else None,
        due_before=query.due_before,
    )


@routes.operation("GET", "/v1/claims", audience=_READ, summary="List claims, by deadline or the latest first")
def list_claims(caller: Caller, query: ClaimListQuery, call: Call) -> ClaimList:
    page = service.list_claims(caller, _wanted(query), limit=query.limit, position=query.position())
    items = [claim_summary(each, call.language) for each in page.items]
    return ClaimList(items=items, next_cursor=cursor(page.position))


@routes.operation("GET", _CLAIM, audience=_READ, errors=(NotFound,), summary="Show a claim")
def show_claim(caller: Caller, claim_id: str, call: Call) -> ClaimView:
    return claim_view(service.show_claim(caller, claim_id), call.language)


@routes.operation("GET", f"{_CLAIM}/history", audience=_READ, errors=(NotFound,), summary="List the history of a claim")
def list_claim_history(caller: Caller, claim_id: str, query: ClaimHistoryQuery) -> ClaimHistory:
    page = service.list_history(caller, claim_id, limit=query.limit, position=query.position())
    items = [ClaimEntryView(**each.model_dump()) for each in page.items]
    return ClaimHistory(items=items, next_cursor=cursor(page.position))
