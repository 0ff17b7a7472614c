"""The card of requests on the home page of the client area."""

from typing import Any

from chalicelib.base import localized
from chalicelib.base.languages import Language
from chalicelib.features.conversations.model import TicketState
from chalicelib.features.conversations.service import asking
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.features.conversations.words import topic_label
from chalicelib.identity.area.model import AreaCaller

#: Requests on the card.
MOST = 3


def requests_card(caller: AreaCaller, language: Language) -> dict[str, Any] | None:
    """Return the requests that are not closed, those with an unread answer first; None without any."""
    found = sorted(asking.list_waiting(caller), key=lambda each: not each.has_news)
    if not found:
        return None
    return {"lines": [_line(each, language) for each in found[:MOST]]}


def _line(each: asking.Waiting, language: Language) -> dict[str, Any]:
    ticket = each.ticket
    return {
        "id": ticket.id,
        "number": ticket.number,
        "topic": topic_label(feedback_settings(ticket.account_id), ticket.topic, language),
        "has_news": each.has_news,
        "due": localized.day(language, ticket.last_day) if ticket.state is TicketState.OPEN else "",
    }
