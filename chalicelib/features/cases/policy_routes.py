"""HTTP of the cases of a policy."""

from chalicelib.base.errors import NotFound
from chalicelib.features.cases import service
from chalicelib.features.cases.schemas import CaseList
from chalicelib.features.cases.views import summary
from chalicelib.features.policies import service as policies
from chalicelib.http.blueprint import Blueprint
from chalicelib.http.paging import PageQuery, cursor
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)


class PolicyCasesQuery(PageQuery):
    """The page of a policy's cases."""


@routes.operation(
    "GET",
    "/v1/policies/{policy_id}/cases",
    audience=staff(Scope.CASES_READ),
    errors=(NotFound,),
    summary="List the cases of a policy, newest first",
)
def list_cases_of_policy(caller: Caller, policy_id: str, query: PolicyCasesQuery) -> CaseList:
    policies.show_policy(caller, policy_id)
    page = service.list_of_policy(caller, policy_id, limit=query.limit, position=query.position())
    return CaseList(items=[summary(case) for case in page.items], next_cursor=cursor(page.position))
