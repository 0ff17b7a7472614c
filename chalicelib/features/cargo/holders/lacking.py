"""Photos of goods that the claim of a case lacks, for requests to anybody."""

from collections.abc import Mapping

from chalicelib.features.cargo.expectation.reading import is_of_cargo
from chalicelib.features.cargo.holders.asking import choices_of
from chalicelib.features.cases.model import Case
from chalicelib.features.claims.service import claim_of_case
from chalicelib.tenancy.model import Account


def goods_of_case(account: Account, case: Case) -> Mapping[str, int] | None:
    """Return the numbers of photos that the claim of a case lacks, by category; None of a case without goods.

    GetItem, and a Query for each kind of photos that documents of the claim take.
    """
    claim = claim_of_case(case)
    if claim is None or not is_of_cargo(claim):
        return None
    return {each.code: each.least for each in choices_of(claim, account) if each.is_lacking}
