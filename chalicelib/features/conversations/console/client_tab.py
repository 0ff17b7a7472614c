"""The requests of a client on the client's page."""

from typing import Any

from chalicelib.features.clients.console.client_pages import ClientPage
from chalicelib.features.conversations.console.values import line_of
from chalicelib.features.conversations.model import Wanted
from chalicelib.features.conversations.service import reading
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.http.paging import cursor
from chalicelib.identity import directory

#: Requests on a page of the tab.
PAGE = 25


def feedback_tab(shown: ClientPage) -> dict[str, Any]:
    """Return the tab of a client's requests at the caller's desks, the latest first."""
    caller, settings = shown.caller, feedback_settings(shown.caller.account_id)
    wanted = Wanted(state=None, client_id=shown.known.client.id)
    found = reading.list_tickets(caller, wanted, limit=PAGE, position=shown.position)
    names = directory.name_users(caller.account_id, {each.handler for each in found.items if each.handler})
    return {
        "lines": [line_of(each, settings, names, shown.language) for each in found.items],
        "later": shown.position is not None,
        "next": cursor(found.position) if found.position else "",
    }
