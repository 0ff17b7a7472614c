"""Use cases of a claim's moves: each is one transaction with history and event.

They are conditional on the version that the caller read, and on the stage. Other writes at the same moment, such as
that of a file of the conversation, refuse none of them: they are read again and repeated.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retried
from chalicelib.base import clock
from chalicelib.base.errors import Conflict, FieldError, Findings, Invalid
from chalicelib.base.languages import N_
from chalicelib.base.money import Money
from chalicelib.features.claims import events, machine, service
from chalicelib.features.claims.machine import Moment
from chalicelib.features.claims.model import AskedDocument, Claim, ClaimPayment, Rejection
from chalicelib.features.claims.staff_mails import mail_move
from chalicelib.features.claims.stages import Move, Side
from chalicelib.features.claims.telling.queueing import asking, tell_move
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.service import CHANGED_AT_ONCE

_NO_SLOT = N_("The claim needs no such document; it has: {known}.")
_TWICE = N_("{code} is here twice.")
_WHY_ANOTHER = N_("Write why another amount is paid than the decision's.")
_MORE = N_(
    "Over {most}, no more than the decision's amount is paid. Pay that, then reopen the claim and decide on the rest, "
    "which a second person confirms."
)
_CURRENCY = N_("The decision is in {currency}.")
#: By move, the type of its entry and of its event.
EVENTS = {
    Move.START: "claim.started",
    Move.REJECT: "claim.rejected",
    Move.UNDO_REJECTION: "claim.announced",
    Move.SEND: "claim.sent",
    Move.REVIEW: "claim.sent",
    Move.REQUEST_DOCUMENTS: "claim.documents_requested",
    Move.DECIDE: "claim.decided",
    Move.ACCEPT: "claim.accepted",
    Move.REFER: "claim.referred",
    Move.DISPUTE: "claim.disputed",
    Move.PAY: "claim.paid",
    Move.CLOSE: "claim.closed",
    Move.WITHDRAW: "claim.closed",
    Move.REOPEN: "claim.reopened",
}


class Wished(NamedTuple):
    """A document that staff ask for again."""

    slot: str
    reason: str


class Payment(NamedTuple):
    """A payment that staff have made: its day, its transfer, and the reason for another amount than the decision's."""

    day: str
    #: None in a check of a body whose amount can't be read.
    money: Money | None
    reference: str
    reason: str = ""


@retried
def move(
    caller: Caller,
    claim_id: str,
    made: Move,
    *,
    version: int,
    by: Side = Side.STAFF,
    reason: str = "",
    asked: str = "",
    rejected: Rejection | None = None,
) -> Claim:
    """Make a move that takes no more than a reason. Raises NotFound, Conflict.

    `asked`: how the company asked the staff for it. `rejected`: of a rejection.
    """
    claim = as_read(caller, claim_id, version)
    after = machine.moved(claim, made, by=by, now=moment_of(caller.account_id))
    after = after.model_copy(update={"rejection": rejected}) if rejected else after
    given = {"reason": rejected.text if rejected else reason, "code": rejected.code if rejected else "", "asked": asked}
    said = {name: value for name, value in given.items() if value}
    tx = Transaction()
    written = add(tx, caller, claim, after, made, **said)
    if by is Side.CLIENT:
        mail_move(tx, written, made)
    tx.commit()
    return written


@retried
def request_documents(caller: Caller, claim_id: str, wished: Sequence[Wished], *, version: int) -> Claim:
    """Ask the client for documents again, each with a reason. Raises NotFound, Conflict, Invalid."""
    claim = as_read(caller, claim_id, version)
    machine.demand(claim, Move.REQUEST_DOCUMENTS, by=Side.STAFF, now=moment_of(caller.account_id))
    _check_wished(claim, wished)
    slots = {each.code: each for each in claim.slots}
    asked = tuple(
        AskedDocument(slot=each.slot, reason=each.reason, files=claim.count_of(slots[each.slot]).files)
        for each in wished
    )
    now = moment_of(caller.account_id)
    after = machine.moved(claim, Move.REQUEST_DOCUMENTS, by=Side.STAFF, now=now, asked=asked)
    reasons = {each.slot: each.reason for each in wished}
    return write(caller, claim, after, Move.REQUEST_DOCUMENTS, slots=reasons)


@retried
def pay(caller: Caller, claim_id: str, payment: Payment, *, version: int) -> Claim:
    """Close a claim as paid. Another amount than the decision's needs a reason. Raises NotFound, Conflict, Invalid."""
    claim = as_read(caller, claim_id, version)
    now = moment_of(caller.account_id)
    machine.demand(claim, Move.PAY, by=Side.STAFF, now=now)
    _check_payment(claim, payment)
    paid = ClaimPayment.model_validate(payment._asdict())
    after = machine.moved(claim, Move.PAY, by=Side.STAFF, now=now, paid=paid)
    amount = {"amount": f"{paid.money.amount:f}", "currency": paid.money.currency}
    said = {"reason": payment.reason} if payment.reason else {}
    return write(caller, claim, after, Move.PAY, day=payment.day, **amount, **said)


def check_wished(caller: Caller, claim_id: str, wished: Sequence[Wished]) -> None:
    """Raise Invalid with everything that asking for these documents would be refused for; nothing is written."""
    _check_wished(service.show_claim(caller, claim_id), wished)


def check_payment(caller: Caller, claim_id: str, payment: Payment) -> None:
    """Raise Invalid with everything that this payment would be refused for; nothing is written."""
    _check_payment(service.show_claim(caller, claim_id), payment)


def as_read(caller: Caller, claim_id: str, version: int) -> Claim:
    """Return a claim that is of the version which the caller read. Raises NotFound, Conflict."""
    claim = service.show_claim(caller, claim_id)
    if claim.version != version:
        raise Conflict(CHANGED_AT_ONCE, extra={"stage": claim.stage, "version": claim.version})
    return claim


def moment_of(account_id: str) -> Moment:
    """Return this moment, in the zone of the account."""
    return Moment(clock.now(), accounts.load_account(account_id).zone)


def write(caller: Caller, before: Claim, after: Claim, made: Move, **data: object) -> Claim:
    """Write a move with its entries and its event, as one transaction."""
    tx = Transaction()
    written = add(tx, caller, before, after, made, **data)
    tx.commit()
    return written


def add(tx: Transaction, caller: Caller, before: Claim, after: Claim, made: Move, **data: object) -> Claim:
    """Add a move with its entries and its event to a transaction, for moves with rows of their own.

    Returns the claim as it is written.
    """
    return add_by(caller.actor, tx, before, after, made, told_at=None, **data)


def add_by(
    actor: str,
    tx: Transaction,
    before: Claim,
    after: Claim,
    made: Move,
    *,
    told_at: datetime | None = None,
    **data: object,
) -> Claim:
    """Add a move of an actor, as `add` does: of the system, too. `told_at`: the message to the client leaves then."""
    kind, written = EVENTS[made], service.save(tx, before, asking(tx, after, made), actor=actor)
    events.note(tx, written, actor=actor, type=kind, **{"move": made, "before": before.stage, **data})
    events.publish(tx, written, kind)
    tell_move(tx, written, made, at=told_at)
    return written


def _check_wished(claim: Claim, wished: Sequence[Wished]) -> None:
    known, found = [each.code for each in claim.slots], Findings()
    for place, each in enumerate(wished):
        at = f"/documents/{place}/slot"
        if each.slot not in known:
            found.add([FieldError(at, _NO_SLOT, {"known": ", ".join(known) or "-"})])
        elif each.slot in [earlier.slot for earlier in wished[:place]]:
            found.add([FieldError(at, _TWICE, {"code": each.slot})])
    found.demand_none()


def _check_payment(claim: Claim, payment: Payment) -> None:
    awarded = claim.awarded
    if awarded is None or payment.money is None:
        return
    if payment.money.currency != awarded.currency:
        raise Invalid([FieldError("/amount/currency", _CURRENCY, {"currency": awarded.currency})])
    found = list[FieldError]()
    if payment.money.amount > awarded.amount and claim.rules.is_for_two(payment.money.amount):
        found.append(FieldError("/amount/amount", _MORE, {"most": claim.rules.second_person_over}))
    if payment.money.amount != awarded.amount and not payment.reason:
        found.append(FieldError("/reason", _WHY_ANOTHER))
    if found:
        raise Invalid(found)
