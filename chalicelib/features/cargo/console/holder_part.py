"""The part of a cargo claim's tab that leads to asking the holder of the goods for photos."""

from typing import Any
from urllib.parse import urlencode

from chalicelib.features.cargo.expectation.reading import is_of_cargo
from chalicelib.features.cargo.holders.asking import asked_holders, can_ask
from chalicelib.features.cargo.holders.words import in_words
from chalicelib.features.claims.console.tab import ClaimShown


def holder_photos(shown: ClaimShown) -> dict[str, Any] | None:
    """Return the address of the form with the photos that the claim lacks, and the requests; None of other claims."""
    claim = shown.claim
    if not is_of_cargo(claim) or not can_ask(claim):
        return None
    return {
        "form": "/console/new?" + urlencode({"case": claim.case_id, "holder": "yes"}),
        "asked": [in_words(each, shown.account, shown.language) for each in asked_holders(claim)],
    }
