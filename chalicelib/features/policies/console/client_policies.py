"""The policies of a client on the client's page."""

from typing import Any

from chalicelib.features.clients.console.bases import name_bases
from chalicelib.features.clients.console.client_pages import ClientPage
from chalicelib.features.clients.model import Client, Known, Standing
from chalicelib.features.policies import service, table
from chalicelib.features.policies.console.values import policy_line
from chalicelib.features.policies.service import Wanted
from chalicelib.http.paging import cursor

#: Policies on a page of the tab.
PAGE = 25


def policies_tab(shown: ClientPage) -> dict[str, Any]:
    """Return the tab of a client's policies, the latest beginning first."""
    client = shown.known.client
    wanted = Wanted(client_id=client.id)
    found = service.list_policies(shown.caller, wanted, limit=PAGE, position=shown.position)
    names = name_bases(shown.caller, {table.base_of(each) for each in found.items}, shown.language)
    return {
        "policies": [
            policy_line(each, shown.language, seller=names.get(table.base_of(each), "")) for each in found.items
        ],
        "later": shown.position is not None,
        "next": cursor(found.position) if found.position else "",
    }


def can_sell(known: Known) -> bool:
    """Return True if policies can be sold to a client: not if it is another agent's."""
    return known.standing is not Standing.BOUND_ELSEWHERE


def count_policies(client: Client) -> int:
    """Return the number of policies of a client."""
    return client.policies
