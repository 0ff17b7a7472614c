"""The documents of a claim on its tab: each with its state, and the reasons why it is asked for."""

from collections.abc import Mapping
from typing import Any

from chalicelib.base.languages import text
from chalicelib.features.claims.console.tab import ClaimShown
from chalicelib.features.claims.console.words import SLOT_STATES
from chalicelib.features.claims.standing import slots_of


def documents(shown: ClaimShown) -> Mapping[str, Any]:
    """Return the documents that a claim needs, or may have, in their order."""
    return {
        "slots": [
            {
                "slot": each,
                "state": text(shown.language, SLOT_STATES[each.state][0]),
                "look": SLOT_STATES[each.state][1] if each.need != "optional" or each.state != "missing" else "",
                "files": each.received + each.accepted,
            }
            for each in slots_of(shown.claim, shown.language)
        ],
    }
