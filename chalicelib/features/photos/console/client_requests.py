"""The photo requests of a client on the client's page."""

from typing import Any, NamedTuple

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.languages import Language, text
from chalicelib.features.cases.model import Case
from chalicelib.features.clients.console.client_pages import ClientPage
from chalicelib.features.photos import service
from chalicelib.features.photos.console import words as photo_words
from chalicelib.features.photos.model import PhotoRequest
from chalicelib.http.paging import cursor
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: Requests on a page of the tab.
PAGE = 25


class RequestRow(NamedTuple):
    """A photo request as the tab shows it; texts are in the reader's language."""

    id: str
    case_id: str
    case: str
    status: str
    look: str
    categories: str
    photos: int
    created: str
    created_iso: str


def requests_tab(shown: ClientPage) -> dict[str, Any]:
    """Return the tab of a client's photo requests."""
    account = accounts.load_account(shown.caller.account_id)
    found, position = service.list_of_client(shown.caller, shown.known.client.id, limit=PAGE, position=shown.position)
    return {
        "rows": [_row(request, case, account=account, language=shown.language) for request, case in found],
        "later": shown.position is not None,
        "next": cursor(position),
    }


def _row(request: PhotoRequest, case: Case, *, account: Account, language: Language) -> RequestRow:
    status = request.status_at(now())
    return RequestRow(
        id=request.id,
        case_id=case.id,
        case=case.shown_title,
        status=text(language, photo_words.REQUEST_STATUS[status]),
        look=photo_words.REQUEST_LOOK[status],
        categories=", ".join(each.label(language) for each in request.categories),
        photos=sum(request.filed.values()),
        created=localized.moment(language, request.created_at, account.zone),
        created_iso=request.created_at.isoformat(),
    )
