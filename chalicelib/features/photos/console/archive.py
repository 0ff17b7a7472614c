"""All photos of a case in one download."""

from chalice.app import Response

from chalicelib.base.languages import N_, plural, text
from chalicelib.features.photos import service
from chalicelib.features.photos.console.waiting import ArchiveQuery, Waiting, answer
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller, Scope

archive_pages = console_pages(__name__)
_FAILED = N_(
    "Something went wrong while the photos were put together. The photos are safe in the case. Try again in a few "
    "minutes; if it fails again, tell support."
)


@archive_pages.operation(
    "GET",
    "/console/cases/{case_id}/attachments.zip",
    audience=console(Scope.CASES_READ),
    status=303,
    media_type="text/html",
    summary="Download all photos of a case",
)
def download_all(caller: Caller, case_id: str, query: ArchiveQuery, call: Call) -> Response:
    """Redirect to the archive of a case's photos, or show its state."""
    case = address(f"/console/cases/{case_id}")
    waiting = Waiting(
        here=f"{case}/attachments.zip",
        back=case,
        pending=lambda count: plural(
            call.language,
            "{count} photo is being put into one file.",
            "{count} photos are being put into one file.",
            count,
        ),
        failed=text(call.language, _FAILED),
    )
    return answer(call, caller, waiting, lambda: service.show_archive(caller, case_id), query)
