"""The inbox: conversations about claims that wait for an answer, and requests by the end of their term."""

from urllib.parse import urlencode

from chalice.app import Response

from chalicelib.features.conversations.access import is_in
from chalicelib.features.conversations.console.values import line_of
from chalicelib.features.conversations.console.waiting import waiting_claims
from chalicelib.features.conversations.console.words import STATES
from chalicelib.features.conversations.model import TicketState, Wanted
from chalicelib.features.conversations.service import reading
from chalicelib.features.conversations.settings import FeedbackSettings, feedback_settings
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id
from chalicelib.frame.console.render import page
from chalicelib.http.blueprint import Call
from chalicelib.http.paging import cursor, position_of
from chalicelib.identity import directory
from chalicelib.identity.model import Caller

list_pages = console_pages(__name__)
_LIST = "/console/tickets"
_PAGE = 25


class InboxOfRequestsQuery(Fields):
    """The filter of the list; a meaningless value is ignored."""

    state: str = ""
    desk: Id = ""
    mine: str = ""
    number: Id = ""
    cursor: str = ""
    #: The page of conversations about claims.
    waiting: str = ""

    def wanted(self, caller: Caller, settings: FeedbackSettings) -> Wanted:
        """Return the filter, as far as the caller may see it."""
        desk = settings.find_desk(self.desk)
        return Wanted(
            state=TicketState(self.state) if self.state in TicketState else TicketState.OPEN,
            desk=desk.code if desk and is_in(caller, desk) else None,
            handler=caller.actor if self.mine else None,
            number="".join(self.number.split()) or None,
        )


@list_pages.operation(
    "GET", _LIST, audience=console("tickets:read"), media_type="text/html", summary="The inbox of requests"
)
def show_requests(caller: Caller, query: InboxOfRequestsQuery, call: Call) -> Response:
    """List the requests of the caller's desks."""
    settings = feedback_settings(caller.account_id)
    wanted, position = query.wanted(caller, settings), position_of(query.cursor or None)
    found = reading.list_tickets(caller, wanted, limit=_PAGE, position=position)
    names = directory.name_users(caller.account_id, {each.handler for each in found.items if each.handler})
    said = {"state": wanted.state or "", "desk": wanted.desk or "", "mine": "yes" if wanted.handler else ""}
    more = {**said, "cursor": cursor(found.position)} if found.position else None
    return page(
        call,
        "tickets.html",
        caller=caller,
        lines=[line_of(each, settings, names, call.language) for each in found.items],
        wanted=wanted,
        states=[(each, STATES[each][0]) for each in TicketState],
        desks=[(each.code, each.label(call.language)) for each in settings.desks if is_in(caller, each)],
        next=urlencode(more) if more else "",
        first=urlencode(said) if position else "",
        **waiting_claims(caller, query.waiting, mine=wanted.handler, said=said, language=call.language),
    )
