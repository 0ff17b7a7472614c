"""The cases of a client on the client's page."""

from typing import Any

from chalicelib.features.cases import service as cases
from chalicelib.features.cases.console.inbox import inbox_row
from chalicelib.features.clients.console.client_pages import ClientPage
from chalicelib.features.clients.model import Client
from chalicelib.http.paging import cursor
from chalicelib.tenancy import service as accounts

#: Cases on a page of the tab.
PAGE = 25


def cases_tab(shown: ClientPage) -> dict[str, Any]:
    """Return the tab of a client's cases."""
    caller, language = shown.caller, shown.language
    account = accounts.load_account(caller.account_id)
    page = cases.list_of_client(caller, shown.known.client.id, limit=PAGE, position=shown.position)
    return {
        "rows": [inbox_row(case, unread=False, account=account, language=language) for case in page.items],
        "later": shown.position is not None,
        "next": cursor(page.position),
    }


def count_cases(client: Client) -> int:
    """Return the number of a client's cases."""
    return client.cases
