"""The letters to the carrier on the tab of a claim of cargo."""

from typing import Any

from chalicelib.features.cargo.expectation.reading import is_of_cargo
from chalicelib.features.cargo.letters.offering import offered
from chalicelib.features.cargo.letters.words import in_words
from chalicelib.features.claims.console.tab import ClaimShown


def letters(shown: ClaimShown) -> dict[str, Any] | None:
    """Return the letters of an open claim of cargo with their last days; None of others."""
    claim = shown.claim
    if not is_of_cargo(claim) or not claim.is_open:
        return None
    return {"letters": [in_words(claim, each, shown.language) for each in offered(claim, shown.deadlines)]}
