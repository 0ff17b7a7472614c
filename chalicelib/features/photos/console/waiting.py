"""Archives in the console: the file itself, or a page that waits for it and starts the download."""

from collections.abc import Callable
from typing import Annotated, Literal, NamedTuple

from chalice.app import Response
from pydantic import BeforeValidator

from chalicelib.features.photos import service
from chalicelib.features.photos.service import Archive
from chalicelib.frame.console.render import Headers, page
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.identity.model import Caller

State = Literal["pending", "ready", "failed"]


class ArchiveQuery(TypedFields):
    """The mark of a call from the waiting page."""

    waited: Annotated[bool, BeforeValidator(lambda given: given == "yes")] = False


class Waiting(NamedTuple):
    """The addresses and words of the page of an archive."""

    here: str
    #: The page that it leads back to.
    back: str
    #: Returns the sentence with the number of things that are being packed.
    pending: Callable[[int], str]
    failed: str


def answer(call: Call, caller: Caller, waiting: Waiting, show: Callable[[], Archive], query: ArchiveQuery) -> Response:
    """Redirect to an archive, or show its state."""
    try:
        archive = show()
    except service.ArchiveFailed as failed:
        headers: Headers = {"Retry-After": str(failed.retry_after)}
        return _page(call, caller, waiting, state="failed", status=503, headers=headers)
    if archive.url is None:
        again: Headers = {"Refresh": f"{archive.retry_after}; url={waiting.here}?waited=yes"}
        return _page(call, caller, waiting, state="pending", count=archive.number, headers=again)
    if query.waited:
        # A download leaves the page behind it as it is: this one says that the waiting is over.
        return _page(call, caller, waiting, state="ready", headers={"Refresh": f"0; url={waiting.here}"})
    found: Headers = {"Location": archive.url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return Response(body="", status_code=303, headers=found)


def _page(
    call: Call, caller: Caller, waiting: Waiting, *, state: State, headers: Headers, count: int = 0, status: int = 200
) -> Response:
    return page(
        call,
        "archive.html",
        caller=caller,
        status=status,
        headers=headers,
        state=state,
        pending=waiting.pending(count),
        failed=waiting.failed,
        here=waiting.here,
        back=waiting.back,
    )
