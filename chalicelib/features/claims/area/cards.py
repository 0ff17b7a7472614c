"""The card of claims on the home page of the client area."""

from typing import Any

from chalicelib.base.languages import Language, text
from chalicelib.features.claims.area import own
from chalicelib.features.claims.area.photo_requests import open_requests
from chalicelib.features.claims.area.steps import whole_step_of
from chalicelib.features.claims.area.words import TURNS
from chalicelib.identity.area.model import AreaCaller

#: Claims on the card.
MOST = 5


def claims_card(caller: AreaCaller, language: Language) -> dict[str, Any] | None:
    """Return the open claims, those that wait for the client first; None without any claim or photo request."""
    found = own.list_own(caller)
    asked = open_requests(caller)
    if not found and not asked:
        return None
    present = sorted((each for each in found if each.claim.is_open), key=lambda each: each.claim.turn != "client")
    return {"asked": asked, "present": [_line(each, language) for each in present[:MOST]]}


def _line(each: own.OwnClaim, language: Language) -> dict[str, Any]:
    claim = each.claim
    return {
        **each._asdict(),
        "stage": claim.rules.stage_label(claim.stage, language),
        "turn": text(language, TURNS[claim.turn]) if TURNS[claim.turn] else "",
        "next_step": whole_step_of(claim, language),
        "missing": [slot.label(language) for slot in claim.missing],
    }
