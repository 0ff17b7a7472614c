"""HTTP of rates of commission."""

from chalicelib.base.errors import Conflict
from chalicelib.features.policies import rates
from chalicelib.features.policies.rate_schemas import RateBody, RateList, RateListQuery, RateView, view_of
from chalicelib.http.blueprint import Blueprint
from chalicelib.http.paging import cursor, position_of
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_RATES = "/v1/commission-rates"
_ADMINISTRATORS = staff("rates:write")


@routes.operation("GET", _RATES, audience=_ADMINISTRATORS, summary="List rates of commission")
def list_rates(caller: Caller, query: RateListQuery) -> RateList:
    found, end = rates.list_rates(caller, product=query.product, after=position_of(query.cursor), limit=query.limit)
    return RateList(items=[view_of(each) for each in found], next_cursor=cursor(end))


def _check_rate(caller: Caller, body: RateBody) -> None:
    rates.check_parts(caller, body.product, body.agent_id)


@routes.operation(
    "POST",
    _RATES,
    audience=_ADMINISTRATORS,
    status=201,
    errors=(Conflict,),
    check=_check_rate,
    summary="Set a rate of commission",
)
def set_rate(caller: Caller, body: RateBody) -> RateView:
    return view_of(rates.set_rate(caller, body.new()))
