"""All photos of a case in one download: the file itself, or a page that waits and then starts it."""

from typing import Annotated, Literal

from chalice.app import Response
from pydantic import BeforeValidator

from chalicelib.features.photos import service
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.render import Headers, page
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.identity.model import Caller, Scope

archive_pages = console_pages(__name__)
State = Literal["pending", "ready", "failed"]


class ArchiveQuery(TypedFields):
    """The mark of a call from the waiting page."""

    waited: Annotated[bool, BeforeValidator(lambda given: given == "yes")] = False


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
    try:
        archive = service.show_archive(caller, case_id)
    except service.ArchiveFailed as failed:
        headers: Headers = {"Retry-After": str(failed.retry_after)}
        return _page(caller, case_id, call, state="failed", status=503, headers=headers)
    here = address(f"/console/cases/{case_id}/attachments.zip")
    if archive.url is None:
        again: Headers = {"Refresh": f"{archive.retry_after}; url={here}?waited=yes"}
        return _page(caller, case_id, call, state="pending", photos=archive.photos, headers=again)
    if query.waited:
        # A download leaves the page behind it as it is: this one says that the waiting is over.
        return _page(caller, case_id, call, state="ready", headers={"Refresh": f"0; url={here}"})
    found: Headers = {"Location": archive.url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return Response(body="", status_code=303, headers=found)


def _page(
    caller: Caller, case_id: str, call: Call, *, state: State, headers: Headers, photos: int = 0, status: int = 200
) -> Response:
    back = address(f"/console/cases/{case_id}")
    return page(
        call, "archive.html", caller=caller, status=status, headers=headers, state=state, photos=photos, back=back
    )
