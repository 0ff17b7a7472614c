"""The bill behind a client's link: the first instalment of an offered quote, or an instalment of a policy.

The token is the permission to see the terms without names, and to pay.
"""

from enum import StrEnum
from typing import NamedTuple

from chalicelib.aws.rate_limits import count_attempt
from chalicelib.base.clock import now
from chalicelib.base.errors import LinkUnknown
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client, Standing
from chalicelib.features.clients.principals import LinkClient
from chalicelib.features.payments.model import Payment
from chalicelib.features.payments.service.looking import look_at_open
from chalicelib.features.payments.service.starting import can_start, start_by_link
from chalicelib.features.policies import table
from chalicelib.features.policies.links import LINK_UNKNOWN, Named, read_token
from chalicelib.features.policies.model import Policy, Quote
from chalicelib.features.policies.subjects import instalment_subject, quote_subject
from chalicelib.features.policies.table.quotes import get_quote
from chalicelib.identity.principals import actor_of
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: Payments of a bill that a link may start in an hour.
_STARTS, _HOUR = 20, 3600


class BillState(StrEnum):
    """The state of a bill. Only an open one can be paid."""

    OPEN = "open"
    PAID = "paid"
    #: The quote was sold in another way.
    SOLD = "sold"
    #: The time of the quote is over.
    ENDED = "ended"
    #: Another agent sold to the client.
    TAKEN_OVER = "taken_over"
    #: The terms of the quote are being changed.
    WITHDRAWN = "withdrawn"
    #: The policy was cancelled.
    CANCELLED = "cancelled"


class Bill(NamedTuple):
    """A bill: `part` is the number of the instalment."""

    account: Account
    client: Client
    thing: Policy | Quote
    part: int
    state: BillState
    subject: str
    #: The policy that was paid.
    policy: Policy | None = None

    @property
    def can_be_paid(self) -> bool:
        """Return True if the account takes payments on line, and the bill is open."""
        return self.state is BillState.OPEN and can_start(self.account.id)


def open_bill(token: str) -> Bill:
    """Return the bill of a link, its open payment looked at. Raises LinkUnknown."""
    try:
        return _of_quote(read_token("offer", token))
    except LinkUnknown:
        return _of_instalment(read_token("demand", token))


def pay(bill: Bill) -> Payment:
    """Start the payment of a bill, or return the open one. Raises Conflict, QuotaExceeded."""
    count_attempt("bill-pay", bill.subject, limit=_STARTS, seconds=_HOUR)
    return start_by_link(bill.account.id, bill.subject, actor=actor_of(LinkClient()))


def _of_quote(named: Named) -> Bill:
    subject = quote_subject(named.thing_id)
    look_at_open(named.account_id, subject)
    quote = get_quote(named.account_id, named.thing_id)
    client = clients.find_client(named.account_id, quote.client_id) if quote else None
    if quote is None or client is None or client.blocked is not None:
        raise LinkUnknown(LINK_UNKNOWN)
    policy = table.get_policy(quote.account_id, quote.policy_id) if quote.policy_id else None
    account = accounts.load_account(quote.account_id)
    return Bill(account, client, quote, 1, _state_of_quote(quote, client, policy), subject, policy)


def _state_of_quote(quote: Quote, client: Client, policy: Policy | None) -> BillState:
    if quote.policy_id is not None:
        by_link = policy is not None and policy.instalments[0].payment_id is not None
        return BillState.PAID if by_link else BillState.SOLD
    if now() >= quote.ends_at:
        return BillState.ENDED
    if not quote.alone and clients.with_standing(client).standing is Standing.BOUND_ELSEWHERE:
        return BillState.TAKEN_OVER
    return BillState.OPEN if quote.offered_at is not None else BillState.WITHDRAWN


def _of_instalment(named: Named) -> Bill:
    subject = instalment_subject(named.thing_id, named.part)
    look_at_open(named.account_id, subject)
    policy = table.get_policy(named.account_id, named.thing_id)
    client = clients.find_client(named.account_id, policy.client_id) if policy else None
    found = next((each for each in policy.instalments if each.number == named.part), None) if policy else None
    if policy is None or found is None or client is None or client.blocked is not None:
        raise LinkUnknown(LINK_UNKNOWN)
    state = BillState.CANCELLED if policy.cancelled is not None else BillState.OPEN
    state = BillState.PAID if found.paid_at is not None else state
    return Bill(accounts.load_account(policy.account_id), client, policy, found.number, state, subject, policy)
