"""Claims of cases that were converted before claims were: for the operator (infra/reindex.py).

A claim also begins when somebody first shows it; lists have it only then. Repeatable and resumable.
"""

from collections.abc import Iterable

from chalicelib.features.cases import service as cases
from chalicelib.features.claims import service, table
from chalicelib.features.claims.model import claim_id_of


def reindex_all(account_ids: Iterable[str]) -> Iterable[tuple[str, int]]:
    """Begin the claims that converted cases of all accounts lack. Yields each account with the number of these."""
    for account_id in account_ids:
        yield account_id, sum(_begin(account_id, case_id) for case_id in cases.list_converted(account_id))


def _begin(account_id: str, case_id: str) -> bool:
    claim_id = claim_id_of(case_id)
    if table.get_claim(account_id, claim_id) is not None:
        return False
    service.load_claim(account_id, claim_id)
    return True
