"""E-mails to clients about their requests, in the client's language."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from chalicelib.base import localized
from chalicelib.base.autolinks import unlinked
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.settings import settings
from chalicelib.features.clients.letters import Letter, render
from chalicelib.features.conversations.model import Ticket, TicketState
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.features.conversations.words import topic_label
from chalicelib.messaging.letters import Email
from chalicelib.tenancy.model import Account

What = Literal["received", "answered", "extended", "closed"]


class Told(NamedTuple):
    """An e-mail about a request. `slug`: of the client area that it leads to; empty: to none."""

    what: What
    language: Language
    slug: str = ""


class _Words(NamedTuple):
    """The msgids of an e-mail: its subject, its paragraphs."""

    subject: str
    paragraphs: tuple[str, ...]


_WORDS: Mapping[What, _Words] = MappingProxyType(
    {
        "received": _Words(
            N_("{sender}: your request {number} has arrived"),
            (
                N_("We have received your request, “{topic}”. Its number is {number}."),
                N_("We will answer by {due}."),
            ),
        ),
        "answered": _Words(
            N_("{sender}: an answer to your request {number}"),
            (N_("We have answered your request {number}, “{topic}”."),),
        ),
        "extended": _Words(
            N_("{sender}: your request {number} takes more time"),
            (N_("We need more time for your request {number}, “{topic}”. We will answer by {due}."),),
        ),
        "closed": _Words(
            N_("{sender}: your request {number} is closed"),
            (N_("Your request {number}, “{topic}”, is closed."),),
        ),
    }
)
_READ = N_("Open the request in your cabinet:")
_RATE = N_("Look at the answer, and rate our work in your cabinet:")
_BUTTON = N_("Open the request")
_SAID = N_("Our message:")
_WHY = N_("You get this e-mail because of your request {number} to {sender}.")
_PAGE = "/area/{slug}/messages/{ticket_id}"


def write_email(account: Account, ticket: Ticket, told: Told, *, answer: str) -> Email:
    """Return subject, HTML and plain text of an e-mail; `answer`: the staff's text, for clients without an area."""
    words, language = _WORDS[told.what], told.language
    places = {
        "sender": unlinked(account.shown_name),
        "number": ticket.number,
        "topic": topic_label(feedback_settings(account.id), ticket.topic, language),
        "due": localized.day(language, ticket.last_day),
    }
    said = [text(language, each, **places) for each in words.paragraphs]
    if answer:
        said += [text(language, _SAID), *filter(None, answer.split("\n"))]
    page = settings().public_base_url + _PAGE.format(slug=told.slug, ticket_id=ticket.id) if told.slug else ""
    rates = ticket.state is TicketState.CLOSED
    letter = Letter(
        language=language,
        subject=text(language, words.subject, **places),
        paragraphs=tuple(said),
        ask=text(language, _RATE if rates else _READ) if page else "",
        button=text(language, _BUTTON) if page else "",
        page=page,
        why=text(language, _WHY, **places),
    )
    return render(account, letter)
