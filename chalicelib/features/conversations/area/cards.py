"""The card of messages on the home page of the client area: unread ones, and requests that wait."""

from typing import Any

from chalicelib.base import localized
from chalicelib.base.languages import Language
from chalicelib.features.conversations.model import TicketState
from chalicelib.features.conversations.service import asking, listing
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.features.conversations.words import topic_label
from chalicelib.identity.area.model import AreaCaller

#: Requests on the card.
MOST = 3


def requests_card(caller: AreaCaller, language: Language) -> dict[str, Any] | None:
    """Return the number of unread messages, and the requests that are not closed, those with an unread answer first.

    None without either.
    """
    found = sorted(asking.list_waiting(caller), key=lambda each: not each.has_news)
    unread = listing.count_unread(caller)
    if not found and not unread.number:
        return None
    # the plural of a bounded number: "99+" has no other
    number = min(unread.number, listing.MOST_UNREAD + 1)
    return {"unread": number, "shown": unread.shown, "lines": [_line(each, language) for each in found[:MOST]]}


def _line(each: asking.Waiting, language: Language) -> dict[str, Any]:
    ticket = each.ticket
    return {
        "id": ticket.id,
        "number": ticket.number,
        "topic": topic_label(feedback_settings(ticket.account_id), ticket.topic, language),
        "has_news": each.has_news,
        "due": localized.day(language, ticket.last_day) if ticket.state is TicketState.OPEN else "",
    }
