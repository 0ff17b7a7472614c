"""The button of a quote's page that asks its client for photos."""

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid, QuotaExceeded
from chalicelib.base.languages import Language, text
from chalicelib.features.inspections import service
from chalicelib.features.policies.console.quote_pages import refused_page
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.render import see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller

inspection_pages = console_pages(__name__)
_QUOTE = "/console/quotes/{quote_id}"


@inspection_pages.operation(
    "POST",
    f"{_QUOTE}/photos",
    audience=console("inspections:write"),
    status=303,
    media_type="text/html",
    summary="Ask the client of a quote for photos",
)
def ask(caller: Caller, quote_id: str, call: Call) -> Response:
    """Ask for the photos, or say on the quote's page why not."""
    try:
        service.ask_for_photos(caller, quote_id)
    except (Conflict, Invalid, QuotaExceeded) as error:
        return refused_page(
            call, caller, quote_id, status=int(kind_of(error)[0]), troubles=_troubles(error, call.language)
        )
    return see_other(_QUOTE.format(quote_id=quote_id), notice="photos_asked")


def _troubles(error: Conflict | Invalid | QuotaExceeded, language: Language) -> list[str]:
    if isinstance(error, Invalid):
        return [text(language, each.message, **each.params) for each in error.errors]
    return [text(language, error.message, **error.params)]
