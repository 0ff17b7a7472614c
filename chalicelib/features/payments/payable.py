"""The door for subjects of payments: an instalment, a quote. Their features bring a Payable for each kind.

A subject is named `<kind>#<rest>`, such as `inst#pol_01J9Z6#2`. Payments know nothing else of it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.errors import NotFound
from chalicelib.base.installed import find_payable
from chalicelib.base.languages import N_
from chalicelib.base.models import Frozen
from chalicelib.base.money import Money
from chalicelib.identity.model import Caller

NO_SUBJECT = N_("There is nothing of this name that could be paid.")


class Demand(Frozen):
    """The sum that is due for a subject, as it is now."""

    money: Money
    #: False if it was paid already, or can't be paid any more.
    is_due: bool
    #: One line for the payer, on the provider's page and on bank statements.
    description: str
    #: The page of the subject in the console.
    page: str
    #: The person who pays, whose methods can be saved: a client's id.
    payer_id: str = ""
    #: For the provider's receipt.
    email: str = ""
    #: The address of the public page on which the payer can begin the payment; empty: there is none.
    public_page: str = ""
    #: The msgid of a sentence for the payer after the payment.
    after_paid: str = ""


class Settlement(NamedTuple):
    """Money that was received for a subject."""

    account_id: str
    subject: str
    payment_id: str
    money: Money
    paid_at: datetime


class Repayment(NamedTuple):
    """Money of a settled payment that was returned: `money` in this refund, `total` in all."""

    account_id: str
    subject: str
    payment_id: str
    refund_id: str
    money: Money
    total: Money


class Payable(NamedTuple):
    """A kind of subjects that payments are made for."""

    #: Return the demand of an account's subject; None if there is no such subject.
    load: Callable[[str, str], Demand | None]
    #: The same for a caller. Raises NotFound for a subject that the caller may not see, Forbidden.
    show: Callable[[Caller, str], Demand]
    #: Add the writes that mark the subject as paid, under the condition that it is still due. A failed condition has
    #: to be Stale: the demand is loaded again then, and money that is no longer due goes back to the payer.
    settle: Callable[[Transaction, Settlement], None]
    #: Add the writes that a refund of a settled payment means for the subject.
    refunded: Callable[[Transaction, Repayment], None]


def payable_of(subject: str) -> Payable:
    """Return the Payable of a subject. Raises NotFound for an unknown kind."""
    found: Payable | None = find_payable(subject.partition("#")[0])
    if found is None:
        raise NotFound(NO_SUBJECT)
    return found
