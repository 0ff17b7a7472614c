"""Lines of a decision that a feature proposes, for a form of the staff: nothing is decided by them."""

from typing import NamedTuple

from chalicelib.base.installed import line_proposers
from chalicelib.base.languages import Language
from chalicelib.features.claims.decision.calculating import Step
from chalicelib.features.claims.model import Claim
from chalicelib.identity.model import Caller


class ProposedLines(NamedTuple):
    """Lines of a calculation in a currency."""

    currency: str
    steps: tuple[Step, ...]


def proposed_lines(caller: Caller, claim: Claim, language: Language) -> ProposedLines | None:
    """Return the lines that the first feature proposes which knows some; None without any."""
    found = (propose(caller, claim, language) for propose in line_proposers())
    return next((each for each in found if each is not None), None)
