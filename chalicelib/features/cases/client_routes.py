"""HTTP of the cases of a client."""

from chalicelib.base.errors import NotFound
from chalicelib.features.cases import service
from chalicelib.features.cases.schemas import CaseList
from chalicelib.features.cases.views import summary
from chalicelib.features.clients import service as clients
from chalicelib.http.blueprint import Blueprint
from chalicelib.http.paging import PageQuery, cursor
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)


class ClientCasesQuery(PageQuery):
    """The page of a client's cases."""


@routes.operation(
    "GET",
    "/v1/clients/{client_id}/cases",
    audience=staff(Scope.CASES_READ),
    errors=(NotFound,),
    summary="List the cases of a client, newest first",
)
def list_cases_of_client(caller: Caller, client_id: str, query: ClientCasesQuery) -> CaseList:
    clients.read_client(caller, client_id)
    page = service.list_of_client(caller, client_id, limit=query.limit, position=query.position())
    return CaseList(items=[summary(case) for case in page.items], next_cursor=cursor(page.position))
