"""Pages of imports and exports of clients."""

from collections.abc import Sequence
from typing import Any

from chalice.app import Response

from chalicelib.aws import photo_bucket
from chalicelib.base.errors import Conflict, Invalid, QuotaExceeded
from chalicelib.base.languages import N_, text
from chalicelib.base.settings import settings
from chalicelib.features.clients import exporting
from chalicelib.features.clients.console.import_view import LEFT_OUT, choices_of, options_told, preview_of, progress_of
from chalicelib.features.clients.documents import kinds_for
from chalicelib.features.clients.importing import service
from chalicelib.features.clients.importing.faults import MOST_BYTES, MOST_ROWS
from chalicelib.features.clients.importing.model import Import
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields
from chalicelib.frame.console.render import Headers, page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

import_pages = console_pages(__name__)
_HTML = "text/html"
_WRITE, _REVEAL = console("clients:write"), console("clients:reveal")
_HERE = "/console/clients/import"
_ONE, _EXPORT = f"{_HERE}/{{import_id}}", "/console/clients/export.csv"
_PLACES = {"/mapping": "mapping", "/options": "options", "/reason": "reason"}


class MappingForm(Fields):
    """The chosen targets by column, and options, as typed."""

    column: tuple[str, ...] = ()
    kind: str = ""
    document_kind: str = ""
    name_order: str = ""
    no_patronymic: str = ""


class ReasonForm(Fields):
    """The reason for an export with full numbers."""

    reason: str = ""


@import_pages.operation("GET", _HERE, audience=_WRITE, media_type=_HTML, summary="Import and export of clients")
def show_upload(caller: Caller, call: Call) -> Response:
    """Show the form of a file, and the ways to export."""
    return _upload_page(caller, call)


@import_pages.operation("GET", _ONE, audience=_WRITE, media_type=_HTML, summary="An import of clients")
def show_import(caller: Caller, import_id: str, call: Call) -> Response:
    """Show an import; S3 leads here after the upload, with parameters of its own."""
    return _import_page(caller, call, service.show_import(caller, import_id, language=call.language))


@import_pages.operation(
    "POST", _ONE, audience=_WRITE, status=303, media_type=_HTML, summary="Choose the targets of an import's columns"
)
def change_import(caller: Caller, import_id: str, form: MappingForm, call: Call) -> Response:
    """Save the mapping and the options, and have the file checked again."""
    mapping = [None if each == LEFT_OUT else each for each in form.column]
    options = options_told(form.kind, form.document_kind, form.name_order, no_patronymic=form.no_patronymic)
    try:
        service.change_import(caller, import_id, mapping=mapping, options=options, language=call.language)
    except (Invalid, Conflict) as error:
        return _refused(caller, call, import_id, error)
    return see_other(_ONE.format(import_id=import_id))


@import_pages.operation(
    "POST", f"{_ONE}/run", audience=_WRITE, status=303, media_type=_HTML, summary="Run an import of clients"
)
def run_import(caller: Caller, import_id: str, call: Call) -> Response:
    """Begin to add the clients."""
    try:
        service.run_import(caller, import_id, language=call.language)
    except (Conflict, QuotaExceeded) as error:
        return _refused(caller, call, import_id, error)
    return see_other(_ONE.format(import_id=import_id))


@import_pages.operation(
    "GET", f"{_ONE}/errors.csv", audience=_WRITE, status=303, media_type=_HTML, summary="The errors of an import"
)
def download_errors(caller: Caller, import_id: str, call: Call) -> Response:
    """Lead to the list of errors."""
    return _to_file(service.errors_url(caller, import_id, language=call.language))


@import_pages.operation(
    "GET", _EXPORT, audience=_WRITE, status=303, media_type=_HTML, summary="Export clients, numbers masked"
)
def export_clients(caller: Caller, call: Call) -> Response:
    """Lead to the export of the own base."""
    return _to_file(exporting.export_clients(caller, language=call.language))


@import_pages.operation(
    "POST", _EXPORT, audience=_REVEAL, status=303, media_type=_HTML, summary="Export clients with full numbers"
)
def export_revealed(caller: Caller, form: ReasonForm, call: Call) -> Response:
    """Lead to the export with full numbers of documents; each reading is kept."""
    try:
        return _to_file(exporting.export_revealed(caller, reason=form.reason, language=call.language))
    except (Invalid, Conflict) as error:
        wrong, troubles = _told(error, call)
        return _upload_page(
            caller, call, status=int(kind_of(error)[0]), reason=form.reason, wrong=wrong, troubles=troubles
        )


def _to_file(url: str) -> Response:
    headers: Headers = {"Location": url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return Response(body="", status_code=303, headers=headers)


def _told(error: Invalid | Conflict | QuotaExceeded, call: Call) -> tuple[dict[str, str], Sequence[str]]:
    if isinstance(error, Invalid):
        return problems_at_fields(error, places=_PLACES, language=call.language)
    return {}, [text(call.language, error.message, **error.params)]


def _refused(caller: Caller, call: Call, import_id: str, error: Invalid | Conflict | QuotaExceeded) -> Response:
    wrong, troubles = _told(error, call)
    headers: Headers = {"Retry-After": str(error.retry_after)} if isinstance(error, QuotaExceeded) else {}
    found = service.show_import(caller, import_id, language=call.language)
    status = int(kind_of(error)[0])
    return _import_page(caller, call, found, status=status, headers=headers, wrong=wrong, troubles=troubles)


def _upload_page(caller: Caller, call: Call, *, status: int = 200, **values: Any) -> Response:
    return page(
        call,
        "client_import.html",
        caller=caller,
        status=status,
        here=_HERE,
        upload=service.plain_upload(caller, back_to=f"{settings().public_base_url}{_HERE}"),
        most_megabytes=MOST_BYTES // 1_000_000,
        most_rows=MOST_ROWS,
        allow={"form-action": [photo_bucket.origin()]},
        **{"reason": "", "wrong": {}, "troubles": (), **values},
    )


def _import_page(caller: Caller, call: Call, found: Import, *, status: int = 200, **values: Any) -> Response:
    account = accounts.load_account(caller.account_id)
    kinds = [(each.code, text(call.language, each.label)) for each in kinds_for(account.sms.countries)]
    return page(
        call,
        "client_import_file.html",
        caller=caller,
        status=status,
        here=_ONE.format(import_id=found.id),
        found=found,
        fault=text(call.language, found.fault.message, **found.fault.params) if found.fault else "",
        progress=progress_of(found),
        columns=choices_of(found, call.language),
        preview=preview_of(found, call.language),
        kinds=kinds,
        usual_kind=text(call.language, N_("The usual one: {kind}"), kind=kinds[0][1]),
        **{"wrong": {}, "troubles": (), **values},
    )
