"""Requests as answers of the API show them."""

from chalicelib.base.languages import Language
from chalicelib.features.conversations.model import Ticket
from chalicelib.features.conversations.schemas import (
    RatingView,
    TicketEntryView,
    TicketMessageView,
    TicketSummary,
    TicketView,
)
from chalicelib.features.conversations.service.reading import Shown
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.features.conversations.words import topic_label

_ALIKE = {
    "id", "number", "topic", "kind", "desk", "state", "handler", "client_id", "person_id", "policy_id", "claim_id",
    "channel", "ends_at", "extended", "overdue", "answered_at", "closed_at", "opened_at", "opened_by", "version",
}  # fmt: skip


def ticket_summary(ticket: Ticket, language: Language) -> TicketSummary:
    """Return a request as lists show it."""
    return TicketSummary(
        **ticket.model_dump(include=_ALIKE),
        topic_label=topic_label(feedback_settings(ticket.account_id), ticket.topic, language),
        due=ticket.last_day,
        rating=RatingView(**ticket.rating.model_dump()) if ticket.rating else None,
    )


def ticket_view(shown: Shown, language: Language) -> TicketView:
    """Return a request with its messages and its history."""
    return TicketView(
        **ticket_summary(shown.ticket, language).model_dump(exclude={"console_url"}),
        read=shown.read,
        messages=[TicketMessageView(**each.model_dump()) for each in shown.messages],
        history=[TicketEntryView(**each.model_dump()) for each in shown.entries],
    )
