"""Lines of the list of own conversations in the client area."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.claims.area import own
from chalicelib.features.claims.area.own import OwnClaim
from chalicelib.features.conversations import table
from chalicelib.features.conversations.chat_views import beginning, text_of
from chalicelib.features.conversations.model import Ticket
from chalicelib.features.conversations.service.listing import Talk
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.features.conversations.words import CLIENT_STATES, topic_label
from chalicelib.identity.area.model import AreaCaller


class Line(NamedTuple):
    """A conversation in the list: its page below the area's address, its name, its news."""

    path: str
    name: str
    #: The state of a request, the thing of a claim; empty if unknown.
    about: str
    #: The beginning of the last message.
    last: str
    at: datetime | None
    unread: int


def lines_of(caller: AreaCaller, talks: Sequence[Talk], language: Language) -> list[Line]:
    """Return the lines of conversations: a BatchGetItem of requests, one of claims and one of their cases."""
    ids = [each.head.thread_id for each in talks]
    tickets = table.get_tickets(caller.account_id, (each for each in ids if each.startswith("tic_")))
    claims = own.find_several(caller, [each for each in ids if each.startswith("claim_")])
    found = list[Line]()
    for talk in talks:
        thing = tickets.get(talk.head.thread_id) or claims.get(talk.head.thread_id)
        if thing is not None:
            found.append(_line(talk, thing, language))
    return found


def _line(talk: Talk, thing: Ticket | OwnClaim, language: Language) -> Line:
    last = beginning(text_of(talk.last, language)) if talk.last else ""
    if isinstance(thing, Ticket):
        topic = topic_label(feedback_settings(thing.account_id), thing.topic, language)
        name = f"{topic}, {text(language, N_('No. {number}'), number=thing.number)}"
        path, about = f"/messages/{thing.id}", text(language, CLIENT_STATES[thing.state])
    else:
        name = text(language, N_("Claim {number}"), number=thing.number)
        path, about = f"/claims/{thing.claim.id}", thing.object
    return Line(path, name, about, last, talk.head.last_at, talk.unread)
