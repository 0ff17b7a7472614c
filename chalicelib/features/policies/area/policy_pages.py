"""Pages of the own policies: the list, and one policy with all that its holder needs."""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.clients.agent_names import short_name_of
from chalicelib.features.policies import service
from chalicelib.features.policies.area import offers, own, renewing
from chalicelib.features.policies.area.cancelling import can_end
from chalicelib.features.policies.console.life_part import life_of
from chalicelib.features.policies.facts import terms_of
from chalicelib.features.policies.service import filing, sharing
from chalicelib.features.policies.shown import after_loss_of, amount_of
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page
from chalicelib.frame.area.site import open_site
from chalicelib.http.blueprint import Call
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

pages = area_pages(__name__)
_MINE = area(AreaPermission.POLICIES)
_POLICIES = "/area/{slug}/policies"
_POLICY = f"{_POLICIES}/{{policy_id}}"


@pages.operation("GET", _POLICIES, audience=_MINE, media_type=HTML, summary="The page of the own policies")
def show_own_policies(caller: AreaCaller, slug: str, call: Call) -> Response:
    """List offers to pay, then policies: those that are not over come first."""
    listed = [own.as_listed(each, call.language) for each in own.list_own(caller)]
    values: dict[str, Any] = {
        "offers": [offers.shown_offer(each, call.language) for each in offers.list_offers(caller)],
        "can_pay": own.can_pay(caller),
        "present": [each for each in listed if not each.is_over],
        "former": [each for each in listed if each.is_over],
    }
    return page(call, open_site(slug), "area_policies.html", caller=caller, **values)


@pages.operation(
    "GET", _POLICY, audience=_MINE, errors=(NotFound,), media_type=HTML, summary="The page of an own policy"
)
def show_own_policy(caller: AreaCaller, slug: str, policy_id: str, call: Call) -> Response:
    """Show terms, instalments, documents, and of a life policy its value."""
    policy, language = service.show_policy(caller, policy_id), call.language
    last_day, listed = own.last_day_of(policy), own.as_listed(policy, language)
    papers = own.papers_of(caller, policy, language)
    can_pay = own.can_pay(caller) and listed.part is not None
    values: dict[str, Any] = {
        "own": listed,
        "terms": terms_of(policy.account_id, policy.insured, language, last_day=last_day),
        "premium": amount_of(policy, policy.premium, language),
        "parts": own.parts_of(policy, language),
        "papers": [each for each in papers.printed if each.part is None],
        "receipts": {each.part: each for each in papers.printed if each.part is not None},
        "in_work": papers,
        "files": own.files_of(caller, policy, language),
        "rules": own.rules_of(policy, language),
        "agent": short_name_of(policy.account_id, policy.sold_by) if policy.sold_by else "",
        "after_loss": after_loss_of(policy, language),
        "life": life_of(policy, language),
        "can_declare": own.can_declare(caller, policy),
        "can_end": can_end(policy),
        "can_renew": renewing.can_renew(policy),
        "refund": amount_of(policy, policy.cancelled.refund, language) if policy.cancelled else "",
        "can_pay": can_pay,
        "method": own.method_of(policy) if can_pay else None,
    }
    return page(call, open_site(slug), "area_policy.html", caller=caller, **values)


@pages.operation(
    "GET",
    f"{_POLICY}/files/{{file_id}}",
    audience=_MINE,
    status=302,
    errors=(NotFound,),
    media_type=HTML,
    summary="Download a file of an own policy that staff have shown to the client",
)
def download_own_file(caller: AreaCaller, slug: str, policy_id: str, file_id: str) -> Response:
    """Lead to the file, for 5 minutes."""
    return _to_file(sharing.shared_file_url(caller, policy_id, file_id))


@pages.operation(
    "GET",
    f"{_POLICY}/documents/{{document_id}}",
    audience=_MINE,
    status=302,
    errors=(NotFound, Conflict),
    media_type=HTML,
    summary="Download a document of an own policy",
)
def download_own_document(caller: AreaCaller, slug: str, policy_id: str, document_id: str) -> Response:
    """Lead to the file, for 5 minutes."""
    return _to_file(filing.address_of(filing.find_document(caller, policy_id, document_id)))


def _to_file(url: str) -> Response:
    headers: dict[str, str | list[str]] = {
        "Location": url,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return Response(body="", status_code=302, headers=headers)
