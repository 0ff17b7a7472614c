"""The cases of a policy on the policy's page."""

from typing import Any

from chalicelib.features.cases import service as cases
from chalicelib.features.cases.console.client_cases import PAGE
from chalicelib.features.cases.console.inbox import inbox_row
from chalicelib.features.policies.console.policy_pages import PolicyPage
from chalicelib.http.paging import cursor
from chalicelib.tenancy import service as accounts


def cases_tab(shown: PolicyPage) -> dict[str, Any]:
    """Return the tab of a policy's cases."""
    caller, language = shown.caller, shown.language
    account = accounts.load_account(caller.account_id)
    page = cases.list_of_policy(caller, shown.policy.id, limit=PAGE, position=shown.position)
    return {
        "rows": [inbox_row(case, unread=False, account=account, language=language) for case in page.items],
        "later": shown.position is not None,
        "next": cursor(page.position),
    }
