"""HTTP of addresses that an account sends nothing to any more, loaded by the first request for them."""

from chalicelib.features.suppressions.schemas import SuppressionList, SuppressionQuery, SuppressionView
from chalicelib.http.blueprint import Blueprint, Reply
from chalicelib.http.paging import cursor
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope
from chalicelib.identity.powers import SENDING, demand_no_more
from chalicelib.messaging import suppressions
from chalicelib.messaging.model import Suppression
from chalicelib.messaging.reasons import in_words, known

suppression_routes = Blueprint(__name__, tag="photos")
BLUEPRINTS = (suppression_routes,)


@suppression_routes.operation(
    "GET",
    "/v1/suppressions",
    audience=staff(Scope.ACCOUNT_READ),
    summary="List suppressed addresses: bounced, complained, refused SMS",
)
def list_suppressions(caller: Caller, query: SuppressionQuery) -> SuppressionList:
    """List blocked addresses."""
    items, after = suppressions.list_suppressions(caller.account_id, after=query.position(), limit=query.limit)
    return SuppressionList(items=[_view(item) for item in items], next_cursor=cursor(after))


@suppression_routes.operation(
    "DELETE",
    "/v1/suppressions/{suppression_id}",
    audience=staff(Scope.ACCOUNT_WRITE),
    status=204,
    answers={204: None},
    summary="Lift the suppression of an address",
)
def lift_suppression(caller: Caller, suppression_id: str) -> Reply:
    """Lift the block of an address, for a caller who may send to it."""
    suppressions.find_suppression(caller.account_id, suppression_id)
    demand_no_more(caller, SENDING)
    suppressions.lift(caller.account_id, suppression_id)
    return Reply(status=204)


def _view(suppression: Suppression) -> SuppressionView:
    """Return a suppressed address as staff see it."""
    shown = suppression.model_dump(include={"id", "channel", "address", "at"})
    return SuppressionView(**shown, reason=in_words(suppression.reason), reason_code=known(suppression.reason))
