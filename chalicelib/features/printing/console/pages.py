"""Settings: a sample by which administrators see how documents look, and documents that could not be printed."""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import NotFound
from chalicelib.base.installed import find_printed
from chalicelib.base.languages import LANGUAGES, N_, Language, text
from chalicelib.features.printing import service
from chalicelib.features.printing.model import Document, DocumentState, Printed
from chalicelib.features.printing.words import STATES, name_of, reason_of
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields
from chalicelib.frame.console.render import Headers, see_other
from chalicelib.frame.console.saving import ADMINISTRATORS, HTML, section_page
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

document_pages = console_pages(__name__)
_HERE = "/console/settings/documents"
_SAMPLE = f"{_HERE}/sample"


class SampleForm(Fields):
    """The language of a sample."""

    language: str = ""


class AgainForm(Fields):
    """The document to print again."""

    subject: str = ""
    document_id: str = ""


@document_pages.operation("GET", _HERE, audience=ADMINISTRATORS, media_type=HTML, summary="Printed documents")
def show_documents(caller: Caller, call: Call) -> Response:
    """Show the sample and the failed documents."""
    account = accounts.show_account(caller.account_id)
    sample = service.find_sample(caller.account_id)
    return section_page(
        call,
        caller,
        account,
        "settings_documents.html",
        here=_HERE,
        sample=_line(sample, call.language) if sample else None,
        failed=[_line(each, call.language) for each in service.list_failed(caller.account_id)],
        spoken=account.languages,
    )


@document_pages.operation(
    "POST", _SAMPLE, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Print a sample"
)
def order_sample(caller: Caller, form: SampleForm, call: Call) -> Response:
    """Order a sample in a language."""
    language = next((each for each in LANGUAGES if each == form.language), call.language)
    service.order_sample(caller.account_id, language=language)
    return see_other(_HERE, notice="sample_ordered")


@document_pages.operation(
    "GET", _SAMPLE, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Download the sample"
)
def download_sample(caller: Caller) -> Response:
    """Lead to the file of the sample."""
    sample = service.find_sample(caller.account_id)
    if sample is None:
        raise NotFound(N_("There is no such document."))
    url = service.download_url(caller.account_id, sample.subject, sample.id)
    headers: Headers = {"Location": url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return Response(body="", status_code=303, headers=headers)


@document_pages.operation(
    "POST", f"{_HERE}/again", audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Print a document again"
)
def print_again(caller: Caller, form: AgainForm) -> Response:
    """Order a failed document again; its data may have been corrected."""
    service.print_again(caller.account_id, form.subject, form.document_id)
    return see_other(_HERE, notice="document_ordered")


def _line(document: Document, language: Language) -> dict[str, Any]:
    printed: Printed | None = find_printed(document.kind)
    return {
        "id": document.id,
        "subject": document.subject,
        "name": name_of(document, language),
        "state": text(language, STATES[document.state]),
        "is_ready": document.state is DocumentState.PRINTED,
        "reason": reason_of(document, language),
        "ordered_at": document.ordered_at,
        "page": printed.page.format(subject=document.subject) if printed else "",
    }
