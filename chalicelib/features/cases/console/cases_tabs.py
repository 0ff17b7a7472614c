"""The cases of a client and of a policy, on tabs of their pages."""

from typing import Any

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.console.inbox import inbox_row
from chalicelib.features.cases.model import Case
from chalicelib.features.cases.service import Page
from chalicelib.features.clients.console.client_pages import ClientPage
from chalicelib.features.clients.model import Client
from chalicelib.features.policies.console.policy_pages import PolicyPage
from chalicelib.http.paging import cursor
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

#: Cases on a page of a tab.
PAGE = 25


def cases_of_client(shown: ClientPage) -> dict[str, Any]:
    """Return the tab of a client's cases."""
    caller, position = shown.caller, shown.position
    page = cases.list_of_client(caller, shown.known.client.id, limit=PAGE, position=position)
    none, no_more = N_("There are no cases of this client yet."), N_("There are no more cases of this client.")
    return _tab(caller, shown.language, page, position, nothing=no_more if position else none)


def cases_of_policy(shown: PolicyPage) -> dict[str, Any]:
    """Return the tab of a policy's cases."""
    caller, position = shown.caller, shown.position
    page = cases.list_of_policy(caller, shown.policy.id, limit=PAGE, position=position)
    none, no_more = N_("There are no cases of this policy yet."), N_("There are no more cases of this policy.")
    return _tab(caller, shown.language, page, position, nothing=no_more if position else none)


def count_cases(client: Client) -> int:
    """Return the number of a client's cases."""
    return client.cases


def _tab(caller: Caller, language: Language, page: Page[Case], position: str | None, *, nothing: str) -> dict[str, Any]:
    account = accounts.load_account(caller.account_id)
    return {
        "rows": [inbox_row(case, unread=False, account=account, language=language) for case in page.items],
        "nothing": text(language, nothing),
        "later": position is not None,
        "next": cursor(page.position),
    }
