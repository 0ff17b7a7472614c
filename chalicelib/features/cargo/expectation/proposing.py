"""Lines of a decision, proposed of the expectation of a claim."""

from chalicelib.base.languages import Language, text
from chalicelib.features.cargo.expectation.model import Expectation, FromCarrier
from chalicelib.features.cargo.expectation.reading import expectation_of, is_of_cargo
from chalicelib.features.cargo.expectation.words import PARTS
from chalicelib.features.claims.decision.calculating import Item
from chalicelib.features.claims.decision.proposing import ProposedLines
from chalicelib.features.claims.model import Claim
from chalicelib.identity.model import Caller


def propose_lines(caller: Caller, claim: Claim, language: Language) -> ProposedLines | None:
    """Return the lines that a decision of a claim of cargo can begin with; None if nothing was computed."""
    return lines_of(expectation_of(caller, claim, language), language) if is_of_cargo(claim) else None


def lines_of(found: Expectation, language: Language) -> ProposedLines | None:
    """Return the lines of the policy's calculation; without a policy the parts that the carrier owes."""
    calculation = found.insurer.calculation
    if calculation is not None:
        return ProposedLines(calculation.total.currency, found.insurer.steps)
    return _of_carrier(found.carrier, language)


def _of_carrier(carrier: FromCarrier, language: Language) -> ProposedLines | None:
    if carrier.total is None:
        return None
    items = [
        Item(label=f"{text(language, PARTS[each.kind])} ({each.article})", amount=each.money.amount)
        for each in carrier.parts
    ]
    return ProposedLines(carrier.total.currency, tuple(items))
