"""The way to the evidence on the tab of a claim."""

from typing import Any

from chalicelib.features.claims.console.tab import ClaimShown
from chalicelib.features.evidence.offering import may_see


def evidence(shown: ClaimShown) -> dict[str, Any] | None:
    """Return the part for readers who may see all that is in the evidence; None for others."""
    return {} if may_see(shown.caller) else None
