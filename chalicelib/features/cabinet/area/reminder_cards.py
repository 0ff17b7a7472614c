"""The card of reminders on the home page of the client area."""

from typing import Any

from chalicelib.base.languages import Language
from chalicelib.features.cabinet.area.reminder_lines import line
from chalicelib.features.cabinet.reminders import own
from chalicelib.identity.area.model import AreaCaller

#: Reminders on the card.
MOST = 3


def reminders_card(caller: AreaCaller, language: Language) -> dict[str, Any] | None:
    """Return the reminders of the nearest days, without those put off; None without any."""
    found = [each for each in own.list_own(caller) if not each.is_snoozed]
    if not found:
        return None
    return {"items": [line(each, language) for each in found[:MOST]], "more": len(found) > MOST}
