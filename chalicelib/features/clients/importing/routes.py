"""HTTP of imports."""

from chalicelib.base.errors import Conflict, NotFound, QuotaExceeded
from chalicelib.features.clients.importing import service
from chalicelib.features.clients.importing.schemas import ImportChange, ImportView, NewImportBody
from chalicelib.features.clients.importing.views import import_view
from chalicelib.http.blueprint import Blueprint, Call, Reply
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__, tag="clients")
BLUEPRINTS = (routes,)
_WRITE = staff("clients:write")
_IMPORT = "/v1/client-imports/{import_id}"


def _check_change(caller: Caller, import_id: str, body: ImportChange, call: Call) -> None:
    service.check_change(
        caller, import_id, mapping=body.told_mapping(), options=body.told_options(), language=call.language
    )


@routes.operation(
    "POST",
    "/v1/client-imports",
    audience=_WRITE,
    status=201,
    idempotent=True,
    errors=(QuotaExceeded,),
    summary="Begin an import of clients into the own base; its file goes to the address of `upload`",
)
def begin_import(caller: Caller, body: NewImportBody, call: Call) -> ImportView:
    made, form = service.begin_import(
        caller, file_name=body.file_name, size=body.bytes, sha256=body.sha256, language=call.language
    )
    return import_view(made, language=call.language, upload=form)


@routes.operation(
    "GET",
    _IMPORT,
    audience=_WRITE,
    errors=(NotFound,),
    summary="Show an import; once its file has arrived, it begins to be read",
)
def show_import(caller: Caller, import_id: str, call: Call) -> ImportView:
    return import_view(service.show_import(caller, import_id, language=call.language), language=call.language)


@routes.operation(
    "PATCH",
    _IMPORT,
    audience=_WRITE,
    errors=(NotFound, Conflict),
    check=_check_change,
    summary="Choose the targets of columns, or options; the file is checked again",
)
def change_import(caller: Caller, import_id: str, body: ImportChange, call: Call) -> ImportView:
    changed = service.change_import(
        caller, import_id, mapping=body.told_mapping(), options=body.told_options(), language=call.language
    )
    return import_view(changed, language=call.language)


@routes.operation(
    "POST",
    f"{_IMPORT}/run",
    audience=_WRITE,
    errors=(NotFound, Conflict, QuotaExceeded),
    summary="Add the clients of a checked file; rows with errors, and known clients, are left out",
)
def run_import(caller: Caller, import_id: str, call: Call) -> ImportView:
    return import_view(service.run_import(caller, import_id, language=call.language), language=call.language)


@routes.operation(
    "GET",
    f"{_IMPORT}/errors.csv",
    audience=_WRITE,
    status=302,
    answers={302: None},
    errors=(NotFound, Conflict),
    summary="Download the rows that were left out, with the reasons",
)
def download_errors(caller: Caller, import_id: str, call: Call) -> Reply:
    url = service.errors_url(caller, import_id, language=call.language)
    return Reply(status=302, headers={"Location": url})
