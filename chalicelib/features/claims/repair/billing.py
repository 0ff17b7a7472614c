"""Payment of a deductible by a link that staff send, without the client area.

The token is the permission to see the sum and the workshop, and to pay.
"""

from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.rate_limits import count_attempt
from chalicelib.base.errors import Conflict, LinkUnknown
from chalicelib.base.languages import N_
from chalicelib.features.claims import service
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.repair.links import read_token
from chalicelib.features.claims.repair.model import Referral
from chalicelib.features.claims.repair.payables import find_deductible, is_due
from chalicelib.features.claims.repair.subjects import deductible_subject
from chalicelib.features.claims.telling.model import Told, channels_to
from chalicelib.features.claims.telling.queueing import queue_always
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.principals import LinkClient
from chalicelib.features.payments.model import Payment
from chalicelib.features.payments.service.looking import look_at_open
from chalicelib.features.payments.service.starting import can_start, demand_provider, start_by_link
from chalicelib.features.policies.links import LINK_UNKNOWN
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import actor_of
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: Links that a client gets for a claim in a day; payments that a link may start in an hour.
LINKS_A_DAY, _DAY = 5, 86400
_STARTS, _HOUR = 20, 3600
_NOT_DUE = N_("No deductible of this claim is to be paid now.")


class DeductibleBill(NamedTuple):
    """A deductible behind a link."""

    account: Account
    client: Client
    claim: Claim
    referral: Referral

    @property
    def is_open(self) -> bool:
        """Return True if it is to be paid."""
        return is_due(self.claim, self.referral)

    @property
    def can_be_paid(self) -> bool:
        """Return True if it is to be paid, and the account takes payments on line."""
        return self.is_open and can_start(self.account.id)


def send_link(caller: Caller, claim_id: str) -> bool:
    """Send the client a link to pay the deductible. Returns False for a client without any address.

    Raises NotFound, Conflict, QuotaExceeded.
    """
    claim = service.show_claim(caller, claim_id)
    demand_provider(claim.account_id)
    found = find_deductible(claim.account_id, claim.case_id)
    if found is None or not is_due(*found):
        raise Conflict(_NOT_DUE, extra={"reason": "not-due", "stage": claim.stage})
    client = clients.find_client(claim.account_id, claim.client_id) if claim.client_id else None
    if not channels_to(client):
        return False
    count_attempt("deductible-links", claim.id, limit=LINKS_A_DAY, seconds=_DAY)
    tx = Transaction()
    queue_always(tx, claim, Told(what="deductible", claim_id=claim.id, of=found[1].id))
    tx.commit()
    return True


def open_bill(token: str) -> DeductibleBill:
    """Return the deductible of a link, its open payment looked at. Raises LinkUnknown."""
    named = read_token(token)
    claim = service.find_claim(*named)
    if claim is None:
        raise LinkUnknown(LINK_UNKNOWN)
    look_at_open(claim.account_id, deductible_subject(claim.case_id))
    found = find_deductible(claim.account_id, claim.case_id)
    client = clients.find_client(claim.account_id, claim.client_id) if claim.client_id else None
    if found is None or client is None or client.blocked is not None:
        raise LinkUnknown(LINK_UNKNOWN)
    return DeductibleBill(accounts.load_account(claim.account_id), client, *found)


def pay(bill: DeductibleBill) -> Payment:
    """Start the payment of a deductible, or return the open one. Raises Conflict, QuotaExceeded."""
    subject = deductible_subject(bill.claim.case_id)
    count_attempt("bill-pay", subject, limit=_STARTS, seconds=_HOUR)
    return start_by_link(bill.account.id, subject, actor=actor_of(LinkClient()))
