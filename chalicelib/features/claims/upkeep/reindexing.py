"""Claims of cases that were converted before claims were; places in lists, and deadlines, of earlier claims.

For the operator (infra/reindex.py). A claim also begins when somebody first shows it; lists have it only then.
Repeatable and resumable.
"""

from collections.abc import Iterable

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.features.cases import service as cases
from chalicelib.features.claims import service, table
from chalicelib.features.claims.deadlines.keeping import keep_anew
from chalicelib.features.claims.following import tell_features
from chalicelib.features.claims.model import claim_id_of
from chalicelib.identity.principals import System, actor_of

_SYSTEM = actor_of(System())


def reindex_all(account_ids: Iterable[str]) -> Iterable[tuple[str, int]]:
    """Begin the claims that converted cases of all accounts lack, and bring earlier ones up to date.

    These get their places in the lists of their clients, and the deadlines that rules and calendars give them now.
    Yields each account with the number of these.
    """
    for account_id in account_ids:
        yield account_id, sum(_begin(account_id, case_id) for case_id in cases.list_converted(account_id))


def _begin(account_id: str, case_id: str) -> bool:
    claim_id = claim_id_of(case_id)
    if table.get_claim(account_id, claim_id) is not None:
        placed = retry_stale(lambda: _place(account_id, claim_id, case_id))
        return retry_stale(lambda: _count_anew(account_id, claim_id)) or placed
    service.load_claim(account_id, claim_id)
    return True


def _count_anew(account_id: str, claim_id: str) -> bool:
    """Write the deadlines of a claim that are counted otherwise by now. Returns True if some were."""
    claim, tx = table.get_claim(account_id, claim_id), Transaction()
    counted = keep_anew(tx, service.touched(claim), actor=_SYSTEM) if claim is not None else None
    if claim is None or counted is None:
        return False
    table.replace_claim(tx, claim, counted)
    tell_features(tx, claim, counted)
    tx.commit()
    return True


def _place(account_id: str, claim_id: str, case_id: str) -> bool:
    """Write the places of a claim that a client's list lacks, and the reference of its case. Returns True if it did."""
    claim, case = table.get_claim(account_id, claim_id), cases.load_case(account_id, case_id)
    if claim is None or case is None or (claim.reference == case.reference and table.is_placed(claim)):
        return False
    tx = Transaction()
    table.place_anew(tx, claim, claim.model_copy(update={"reference": case.reference}))
    tx.commit()
    return True
