"""Rows by which the cases of a policy are found (keys: the package's docstring)."""

from chalicelib.aws.case_items import CasesRow
from chalicelib.aws.dynamo import Transaction
from chalicelib.features.cases.model import Case
from chalicelib.features.cases.table.client_cases import page_of_cases


class PolicyCaseRow(CasesRow, discriminator="policy_case"):
    """A case of a policy; its id is the sort key."""


def move(tx: Transaction, case: Case, *, before: str | None) -> None:
    """List a case with its policy, and no longer with the policy `before`."""
    if before is not None:
        tx.delete(PolicyCaseRow(_key(case.account_id, before), case.id))
    if case.policy_id is not None:
        tx.put(PolicyCaseRow(_key(case.account_id, case.policy_id), case.id))


def list_cases_of_policy(
    account_id: str, policy_id: str, *, after: str | None, limit: int
) -> tuple[list[Case], str | None]:
    """Query and BatchGetItem: a policy's cases, newest first, and the end of the page."""
    return page_of_cases(PolicyCaseRow, account_id, _key(account_id, policy_id), after=after, limit=limit)


def _key(account_id: str, policy_id: str) -> str:
    return f"{account_id}#policy#{policy_id}"
