"""HTTP of printed documents of policies."""

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.base.languages import Language
from chalicelib.features.policies.document_schemas import PolicyDocument, PolicyDocumentList
from chalicelib.features.policies.service import filing
from chalicelib.features.printing.model import Document
from chalicelib.features.printing.words import name_of, reason_of
from chalicelib.http.blueprint import Blueprint, Call, Reply
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_READ = staff("policies:read")
_DOCUMENTS = "/v1/policies/{policy_id}/documents"


@routes.operation(
    "GET",
    _DOCUMENTS,
    audience=_READ,
    errors=(NotFound,),
    summary="List the printed documents of a policy: the policy itself, and receipts",
)
def list_policy_documents(caller: Caller, policy_id: str, call: Call) -> PolicyDocumentList:
    items = [_view(each, call.language) for each in filing.list_documents(caller, policy_id)]
    return PolicyDocumentList(items=items)


@routes.operation(
    "GET",
    f"{_DOCUMENTS}/{{document_id}}",
    audience=_READ,
    status=302,
    answers={302: None},
    errors=(NotFound, Conflict),
    summary="Download a printed document of a policy; the address is good for 5 minutes",
)
def download_policy_document(caller: Caller, policy_id: str, document_id: str) -> Reply:
    url = filing.address_of(filing.find_document(caller, policy_id, document_id))
    return Reply(status=302, headers={"Location": url, "Referrer-Policy": "no-referrer"})


def _view(document: Document, language: Language) -> PolicyDocument:
    _, _, part = document.subject.partition("#")
    return PolicyDocument.model_validate(
        {
            "id": document.id,
            "kind": document.kind,
            "instalment": int(part) if part else None,
            "language": document.language,
            "state": document.state,
            "title": name_of(document, language) if document.title else None,
            "reason": reason_of(document, language) or None,
            "ordered_at": document.ordered_at,
        }
    )
