"""The page of a photo request that was made."""

from chalice.app import Response

from chalicelib.base.console_links import page_link
from chalicelib.base.phones import display
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.console.timeline import Wording, wording
from chalicelib.features.photos import service
from chalicelib.features.photos.console.retakes import asked_lines
from chalicelib.features.photos.model import OPEN
from chalicelib.features.photos.request_views import request_view
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.render import page
from chalicelib.frame.console.words import CHANNELS, MESSAGE_STATUSES
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller, Scope
from chalicelib.identity.powers import may
from chalicelib.tenancy import service as accounts

made_pages = console_pages(__name__)


@made_pages.operation(
    "GET",
    "/console/requests/{request_id}",
    audience=console(Scope.CASES_READ),
    media_type="text/html",
    summary="A photo request: link, code, messages",
)
def show_made_request(caller: Caller, request_id: str, call: Call) -> Response:
    """Show a request: its link to hand over, and the outcomes of its messages."""
    shown = service.show_request(caller, request_id)
    case = cases.show_case(caller, shown.request.case_id)
    view = request_view(shown, with_link=may(caller, Scope.REQUESTS_WRITE))
    return page(
        call,
        "made.html",
        caller=caller,
        view=view,
        case=case,
        is_open=view.status in OPEN,
        labels=[category.label(call.language) for category in shown.request.categories],
        colleagues_link=page_link(f"/console/requests/{request_id}"),
        again=asked_lines(shown.request, {}, _wording(caller, shown, call)),
        channels=CHANNELS,
        statuses=MESSAGE_STATUSES,
        display=display,
        code_address=service.code_entry_address(),
        unsettled=any(message.status == "queued" for message in shown.messages),
    )


def _wording(caller: Caller, shown: service.Shown, call: Call) -> Wording:
    return wording(call.language, accounts.load_account(caller.account_id), shown.request.categories)
