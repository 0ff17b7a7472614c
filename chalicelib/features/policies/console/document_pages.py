"""Documents of a policy in the console: the tab, downloads, printing again; and the link to a payment."""

from typing import Any

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.errors import Conflict, QuotaExceeded
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.service import asking, filing
from chalicelib.features.printing.model import Document, DocumentState
from chalicelib.features.printing.words import STATES, name_of, reason_of
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id
from chalicelib.frame.console.render import Headers, see_other
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

document_pages = console_pages(__name__)
_HTML, _READ, _WRITE = "text/html", console("policies:read"), console("policies:write")
_POLICY = "/console/policies/{policy_id}"
_LOOKS = {DocumentState.ORDERED: "look", DocumentState.PRINTED: "good", DocumentState.FAILED: "bad"}


class AgainForm(Fields):
    """The document to print again."""

    document_id: Id = ""


def documents_tab(caller: Caller, policy: Policy, language: Language) -> dict[str, Any]:
    """Return the values of the tab: the documents of a policy, the latest first."""
    found = filing.list_documents(caller, policy.id)
    return {"documents": [_line(each, caller, language) for each in found]}


@document_pages.operation(
    "GET",
    f"{_POLICY}/documents/{{document_id}}",
    audience=_READ,
    status=302,
    media_type=_HTML,
    summary="Download a document of a policy",
)
def download(caller: Caller, policy_id: str, document_id: str) -> Response:
    """Lead to the file; back to the tab until there is one."""
    found = filing.find_document(caller, policy_id, document_id)
    try:
        return leave_for(filing.address_of(found))
    except Conflict:
        return see_other(f"{_POLICY.format(policy_id=policy_id)}?tab=documents")


@document_pages.operation(
    "POST", f"{_POLICY}/documents", audience=_WRITE, status=303, media_type=_HTML, summary="Print a document again"
)
def print_again(caller: Caller, policy_id: str, form: AgainForm) -> Response:
    """Order a failed document again; its data may have been corrected."""
    filing.print_again(caller, policy_id, form.document_id)
    return see_other(f"{_POLICY.format(policy_id=policy_id)}?tab=documents", notice="document_ordered")


@document_pages.operation(
    "POST",
    f"{_POLICY}/payment-link",
    audience=console("payments:write"),
    status=303,
    media_type=_HTML,
    summary="Send the client a link to the payment of the next instalment",
)
def send_payment_link(caller: Caller, policy_id: str) -> Response:
    """Send the link, or say why not."""
    place = f"{_POLICY.format(policy_id=policy_id)}?tab=payments"
    try:
        channel = asking.send_link(caller, policy_id)
    except Conflict:
        return see_other(place, notice="payment_link_not_due")
    except QuotaExceeded:
        return see_other(place, notice="payment_links_used_up")
    return see_other(place, notice="payment_link_sent" if channel else "payment_link_unsent")


def leave_for(url: str) -> Response:
    """Return a redirect to a file's presigned address."""
    headers: Headers = {"Location": url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return Response(body="", status_code=302, headers=headers)


def _line(document: Document, caller: Caller, language: Language) -> dict[str, Any]:
    zone = accounts.load_account(caller.account_id).zone
    _, _, part = document.subject.partition("#")
    general = text(language, N_("Receipt, instalment {number}"), number=part) if part else text(language, N_("Policy"))
    return {
        "id": document.id,
        "name": name_of(document, language) if document.title else general,
        "state": text(language, STATES[document.state]),
        "look": _LOOKS[document.state],
        "language": document.language,
        "is_ready": document.state is DocumentState.PRINTED,
        "is_failed": document.state is DocumentState.FAILED,
        "reason": reason_of(document, language),
        "when": localized.moment(language, document.ordered_at, zone),
        "iso": document.ordered_at.isoformat(),
    }
