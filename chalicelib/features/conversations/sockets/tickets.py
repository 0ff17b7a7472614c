"""Tickets of signed-in people: each opens one socket, once, within a minute.

Why: browsers send no headers with a socket, and an address with a lasting secret would stay in logs.
"""

import hashlib
import secrets
from typing import NamedTuple

from chalicelib.aws.rate_limits import count_attempt
from chalicelib.base.clock import now
from chalicelib.base.settings import settings
from chalicelib.features.conversations.sockets.model import TICKET, Visitor
from chalicelib.features.conversations.table import sockets as table
from chalicelib.features.conversations.threads import Side
from chalicelib.identity import directory
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.model import Caller

#: Tickets of one person, user or key in five minutes: many tabs that open anew at once, again and again.
_LIMIT, _WINDOW = 120, 300


class Given(NamedTuple):
    """A ticket, and the address at which it opens a socket: `<url>?ticket=<ticket>`."""

    url: str
    ticket: str
    expires_in: int


def give_ticket(caller: Caller, *, session: str = "") -> Given:
    """Return a new ticket for a caller. Raises QuotaExceeded.

    `session`: the SHA-256 of the secret of the console's session in which it is asked for; a person of the client area
    brings the own one.
    """
    count_attempt("socket-ticket", caller.actor, limit=_LIMIT, seconds=_WINDOW)
    ticket = secrets.token_urlsafe(32)
    table.put_ticket(digest(ticket), _visitor(caller, session))
    return Given(settings().sockets_url, ticket, int(TICKET.total_seconds()))


def digest(ticket: str) -> str:
    """Return the stored form of a ticket."""
    return hashlib.sha256(ticket.encode()).hexdigest()


def _visitor(caller: Caller, session: str) -> Visitor:
    known = {"account_id": caller.account_id, "actor": caller.actor, "since": now()}
    if isinstance(caller, AreaCaller):
        return Visitor(**known, side=Side.CLIENT, name=caller.person.name, session=caller.session.sha256)
    user = directory.show_user(caller)
    return Visitor(**known, side=Side.STAFF, name=user.shown_name if user else "", session=session)
