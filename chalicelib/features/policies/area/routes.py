"""HTTP of own policies in the client area."""

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.policies import service
from chalicelib.features.policies.area import own
from chalicelib.features.policies.area.schemas import AreaPolicyList, AreaPolicyView
from chalicelib.features.policies.area.views import line_view, own_policy_view
from chalicelib.features.policies.service import filing
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


@routes.operation("GET", _POLICIES, audience=_MINE, summary="List the own policies")
def list_area_policies(caller: AreaCaller, slug: str, call: Call) -> AreaPolicyList:
    return AreaPolicyList(items=[line_view(each, call.language) for each in own.list_own(caller)])


@routes.operation("GET", _POLICY, audience=_MINE, errors=(NotFound,), summary="Show an own policy")
def show_area_policy(caller: AreaCaller, slug: str, policy_id: str, call: Call) -> AreaPolicyView:
    return own_policy_view(caller, service.show_policy(caller, policy_id), call.language)


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
