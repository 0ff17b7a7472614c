"""Cases as HTTP shows them."""

from chalicelib.features.cases.model import Case
from chalicelib.features.cases.schemas import CaseSummary


def summary(case: Case) -> CaseSummary:
    """Return a case as lists show it."""
    return CaseSummary.model_validate(case, from_attributes=True)
