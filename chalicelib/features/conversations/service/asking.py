"""Requests of a person of the client area: written, listed, read, continued, rated."""

from collections import Counter
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.aws.rate_limits import count_attempt, count_attempt_in
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, FieldError, Findings, Invalid
from chalicelib.base.languages import N_
from chalicelib.features.claims import service as claims
from chalicelib.features.conversations import table
from chalicelib.features.conversations.access import is_own
from chalicelib.features.conversations.model import Rating, Ticket, TicketState
from chalicelib.features.conversations.refusals import is_closed, no_ticket
from chalicelib.features.conversations.service import counting, mailing, recording
from chalicelib.features.conversations.service.changing import Said, said_in
from chalicelib.features.conversations.service.opening import NewTicket, check_topic, open_ticket
from chalicelib.features.conversations.service.reading import Page, Shown
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.features.conversations.sockets.signals import ticket_changed
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.terms import due_from, place_of
from chalicelib.features.conversations.threads import Mark, Message, Side, unread_of
from chalicelib.features.policies import service as policies
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.tenancy import service as accounts

_NO_POLICY = N_("You have no policy with this id.")
_NO_CLAIM = N_("You have no claim with this id.")
_NOT_CLOSED = N_("A request is rated once it is closed.")
_RATED = N_("You have rated this request already. Thank you!")
_TOO_MANY = N_("You have written very much in a short time. Wait an hour, or call us.")
#: Requests that the home page looks at.
_LATEST = 20
#: Requests of a person in a day, messages in an hour.
_PER_DAY, _DAY = 20, 86_400
_PER_HOUR, _HOUR = 60, 3600


class Waiting(NamedTuple):
    """A request that is not closed, and whether it has an answer that the person has not read."""

    ticket: Ticket
    has_news: bool


def write(caller: AreaCaller, new: NewTicket) -> Ticket:
    """Open a request of the caller. Idempotent by its id. Raises Invalid, QuotaExceeded."""
    found = check(caller, new)
    if table.get_ticket(caller.account_id, f"tic_{new.id}") is None:
        count_attempt("tickets", caller.actor, limit=_PER_DAY, seconds=_DAY, refusal=_TOO_MANY)
    return open_ticket(caller.account_id, found, actor=caller.actor, name=caller.person.name)


def check(caller: AreaCaller, new: NewTicket) -> NewTicket:
    """Return a request with its client: the policy's or the claim's, else the person's own. Raises Invalid."""
    mine, found = caller.client_ids(AreaPermission.MESSAGES), Findings()
    if new.topic is not None:
        with found:
            check_topic(caller.account_id, new.topic)
    of_policy = found.attempt(lambda: _client_of_policy(caller, new.policy_id, mine), otherwise=None)
    of_claim = found.attempt(lambda: _client_of_claim(caller, new.claim_id, mine), otherwise=None)
    found.demand_none()
    client_id = of_policy or of_claim or next(iter(mine), None)
    return new.model_copy(update={"client_id": client_id, "person_id": caller.person.id, "channel": "area"})


def list_mine(caller: AreaCaller, *, limit: int, position: str | None) -> Page[Ticket]:
    """Return the requests of the caller, the latest first, and those that staff registered for the caller's clients."""
    lists = [f"person#{caller.person.id}", *(f"client#{each}" for each in _clients(caller))]
    found, end = table.list_by_age(caller.account_id, lists, after=position, limit=limit)
    return Page([each for each in found if is_own(caller, each)], end)


def list_waiting(caller: AreaCaller) -> list[Waiting]:
    """Return the latest requests of the caller that are not closed: Query a client, and two BatchGetItem at most."""
    lists = [f"client#{each}" for each in _clients(caller)] or [f"person#{caller.person.id}"]
    found, _ = table.list_by_age(caller.account_id, lists, limit=_LATEST)
    mine = [each for each in found if is_own(caller, each) and not each.is_closed]
    answered = [each.id for each in mine if each.answered_at]
    read = threads.get_marks(caller.account_id, dict.fromkeys(answered, Side.CLIENT))
    return [Waiting(each, _has_news(each, read.get(each.id))) for each in mine]


def show_mine(caller: AreaCaller, ticket_id: str) -> Shown:
    """Return a request of the caller with its messages, which count as read. Raises NotFound."""
    ticket = find_mine(caller, ticket_id)
    messages = threads.list_messages(ticket.account_id, ticket.id)
    if messages:
        counts = Counter(each.side for each in messages)
        mark = Mark(side=Side.CLIENT, number=messages[-1].number, reader=caller.actor, at=now(), counts=counts)
        threads.raise_mark(ticket.account_id, ticket.id, mark)
    return Shown(ticket, messages, [])


def reply(caller: AreaCaller, ticket_id: str, said: Said) -> Ticket:
    """Add to a request; an answered one waits for an answer again, in a new term. Idempotent by the message's id.

    Raises NotFound, Conflict for a closed one, QuotaExceeded.
    """
    return retry_stale(lambda: _reply(caller, ticket_id, said))


def add(caller: AreaCaller, ticket_id: str, said: Said) -> Message:
    """Add to a request as `reply` does; return the message."""
    return said_in(reply(caller, ticket_id, said), caller, said)


def rate(caller: AreaCaller, ticket_id: str, *, stars: int, word: str) -> Ticket:
    """Rate a closed request, once. Raises NotFound, Conflict."""

    def run() -> Ticket:
        before = find_mine(caller, ticket_id)
        if not before.is_closed:
            raise Conflict(_NOT_CLOSED, extra={"reason": "not-closed"})
        if before.rating is not None:
            raise Conflict(_RATED, extra={"reason": "rated"})
        tx = Transaction()
        after = recording.touched(before, rating=Rating(stars=stars, word=word, at=now()))
        recording.note(tx, after, actor=caller.actor, type="rated", stars=stars)
        table.replace_ticket(tx, before, after)
        counting.count_change(tx, before, after)
        tx.commit()
        return after

    return retry_stale(run)


def _reply(caller: AreaCaller, ticket_id: str, said: Said) -> Ticket:
    before = find_mine(caller, ticket_id)
    if threads.find_said(before.account_id, before.id, author=caller.actor, id=said.id) is not None:
        return before
    if before.is_closed:
        raise is_closed()
    tx, after = Transaction(), _waiting(before)
    name = caller.person.name
    recording.say(tx, after, id=said.id, side=Side.CLIENT, author=caller.actor, text=said.text, name=name)
    if _is_read_by_staff(before):
        mailing.tell_desk(tx, after, "ticket_replied")
    table.replace_ticket(tx, before, after)
    ticket_changed(tx, before, after)
    count_attempt_in(tx, "ticket-messages", caller.actor, limit=_PER_HOUR, seconds=_HOUR, refusal=_TOO_MANY)
    tx.commit()
    return after


def _is_read_by_staff(ticket: Ticket) -> bool:
    """Return True if staff have answered or read all before: else the e-mail of before tells them already."""
    head, marks = threads.get_ends(ticket.account_id, ticket.id, reader=Side.STAFF)
    return head is None or head.waiting_since is None or not unread_of(head, marks.get(Side.STAFF), Side.STAFF)


def _waiting(ticket: Ticket) -> Ticket:
    """Return a request that waits for an answer; the term of one that was answered begins anew."""
    if ticket.state is TicketState.OPEN:
        return recording.touched(ticket)
    term = feedback_settings(ticket.account_id).term_of(ticket.topic, ticket.kind)
    due = due_from(now(), term, place_of(accounts.load_account(ticket.account_id)))
    anew = {"state": TicketState.OPEN, "since": now(), "extended": False, "warned": False, "overdue": False}
    return recording.touched(ticket, **anew, **due._asdict())


def _has_news(ticket: Ticket, read: Mark | None) -> bool:
    return ticket.answered_at is not None and (read is None or read.at < ticket.answered_at)


def find_mine(caller: AreaCaller, ticket_id: str) -> Ticket:
    """Return an own request: GetItem. Raises NotFound."""
    ticket = table.get_ticket(caller.account_id, ticket_id)
    if ticket is None or not is_own(caller, ticket):
        raise no_ticket()
    return ticket


def _clients(caller: AreaCaller) -> tuple[str, ...]:
    return caller.client_ids(AreaPermission.MESSAGES)


def _client_of_policy(caller: AreaCaller, policy_id: str | None, mine: tuple[str, ...]) -> str | None:
    policy = policies.load_policy(caller.account_id, policy_id) if policy_id else None
    if policy_id and (policy is None or policy.client_id not in mine):
        raise Invalid([FieldError("/policy_id", _NO_POLICY)])
    return policy.client_id if policy else None


def _client_of_claim(caller: AreaCaller, claim_id: str | None, mine: tuple[str, ...]) -> str | None:
    claim = claims.find_claim(caller.account_id, claim_id) if claim_id else None
    if claim_id and (claim is None or claim.client_id not in mine):
        raise Invalid([FieldError("/claim_id", _NO_CLAIM)])
    return claim.client_id if claim else None
