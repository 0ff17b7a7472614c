"""HTTP of exports."""

from chalicelib.base.errors import Conflict
from chalicelib.features.clients import exporting
from chalicelib.features.clients.schemas import RevealBody
from chalicelib.http.blueprint import Blueprint, Call, Reply
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__, tag="clients")
BLUEPRINTS = (routes,)
_PATH = "/v1/clients/export.csv"


@routes.operation(
    "GET",
    _PATH,
    audience=staff("clients:write"),
    status=302,
    answers={302: None},
    errors=(Conflict,),
    summary="Export the own base as a CSV file that the import reads; numbers of documents are masked",
)
def export_clients(caller: Caller, call: Call) -> Reply:
    return _found(exporting.export_clients(caller, language=call.language))


@routes.operation(
    "POST",
    _PATH,
    audience=staff("clients:reveal"),
    status=302,
    answers={302: None},
    errors=(Conflict,),
    summary="Export the own base with full numbers of documents; each reading is kept",
)
def export_revealed(caller: Caller, body: RevealBody, call: Call) -> Reply:
    return _found(exporting.export_revealed(caller, reason=body.reason, language=call.language))


def _found(url: str) -> Reply:
    return Reply(status=302, headers={"Location": url, "Referrer-Policy": "no-referrer"})
