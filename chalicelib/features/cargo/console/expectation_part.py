"""The estimate of a claim of cargo on its tab, and the way to a decision by it."""

from typing import Any

from chalicelib.features.cargo.expectation.proposing import lines_of
from chalicelib.features.cargo.expectation.reading import expectation_of, is_of_cargo
from chalicelib.features.cargo.expectation.words import in_words
from chalicelib.features.claims import machine
from chalicelib.features.claims.console.tab import ClaimShown
from chalicelib.features.claims.moving import moment_of
from chalicelib.features.claims.stages import Move, Side


def assessment(shown: ClaimShown) -> dict[str, Any] | None:
    """Return the estimate of an open claim of cargo; None of others."""
    claim = shown.claim
    if not is_of_cargo(claim) or not claim.is_open:
        return None
    found = expectation_of(shown.caller, claim, shown.language)
    can_decide = machine.refusal(claim, Move.DECIDE, by=Side.STAFF, now=moment_of(shown.account.id)) is None
    return {
        "found": in_words(found, shown.language),
        "decides": shown.may_write
        and can_decide
        and claim.proposal is None
        and lines_of(found, shown.language) is not None,
    }
