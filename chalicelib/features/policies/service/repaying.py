"""The refund of a cancelled policy on its way: by the provider that took the money, else by a person."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import DomainError
from chalicelib.base.languages import N_
from chalicelib.features.payments import table as payments
from chalicelib.features.payments.model import Payment, Refund
from chalicelib.features.payments.service import looking, reading, refunding
from chalicelib.features.payments.service.looking import Look
from chalicelib.features.policies.model import Instalment, MoneyBack, Policy
from chalicelib.features.policies.refusals import already

#: The states of a part that a person returns, and of one that a person has returned.
BY_HAND, RETURNED = "by_hand", "returned"
#: The state of a refund that the provider refused: a person returns it, too.
_REFUSED = "canceled"


class Returned(NamedTuple):
    """A part of a refund, and its state: of the provider's refund, BY_HAND or RETURNED."""

    part: MoneyBack
    state: str

    @property
    def is_awaited(self) -> bool:
        """Return True if a person still has to return it."""
        return self.state in {BY_HAND, _REFUSED}


def add_refunds(tx: Transaction, policy: Policy, amount: Decimal, *, reason: str, actor: str) -> tuple[MoneyBack, ...]:
    """Add to a transaction the refunds of a policy's payments, up to an amount. Returns all parts of it.

    Payments by a provider go back first, the newest first: these need nobody.
    """
    return tuple(_parts(tx, policy, amount, reason=reason, actor=actor))


def carry_out(policy: Policy) -> None:
    """Hasten the refunds of a cancelled policy, after the commit. The sweep repeats one that fails."""
    for each in policy.cancelled.parts if policy.cancelled else ():
        if each.payment_id and each.refund_id:
            look = Look(account_id=policy.account_id, payment_id=each.payment_id, refund_id=each.refund_id)
            with suppress(DomainError):
                looking.hasten(look)


def states_of(policy: Policy) -> list[Returned]:
    """Return the parts of a cancelled policy's refund with their states: one BatchGetItem, none without a provider."""
    return states_by_policy([policy])[policy.id]


def states_by_policy(policies: Sequence[Policy]) -> dict[str, list[Returned]]:
    """Return the parts of the refunds of an account's policies with their states, by policy: one BatchGetItem."""
    parts = {each.id: each.cancelled.parts if each.cancelled else () for each in policies}
    asked = [
        (each.payment_id, each.refund_id) for of in parts.values() for each in of if each.payment_id and each.refund_id
    ]
    known = reading.refund_states(policies[0].account_id, asked) if asked else {}
    return {name: [Returned(each, _state(each, known)) for each in of] for name, of in parts.items()}


def _state(part: MoneyBack, known: Mapping[str, str]) -> str:
    return RETURNED if part.returned_at else known.get(part.refund_id or "", BY_HAND)


def with_returned(policy: Policy) -> tuple[MoneyBack, ...]:
    """Return the parts of a policy's refund, those that a person had to return as returned now.

    Raises Conflict if there is none.
    """
    states = states_of(policy)
    if not any(each.is_awaited for each in states):
        raise already("nothing-to-return", N_("No money of this policy waits to be returned by hand."))
    return tuple(
        each.part.model_copy(update={"returned_at": now()}) if each.is_awaited else each.part for each in states
    )


def with_refunded(policy: Policy, parts: tuple[MoneyBack, ...]) -> tuple[Instalment, ...]:
    """Return the instalments of a policy with the parts of them that go back."""
    back: Mapping[int, Decimal] = {
        number: sum((each.amount for each in parts if each.instalment == number), Decimal(0))
        for number in {each.instalment for each in parts}
    }
    return tuple(
        each.model_copy(update={"refunded": each.refunded + back[each.number]}) if each.number in back else each
        for each in policy.instalments
    )


def take_repayment(policy: Policy, payment_id: str, refund_id: str, amount: Decimal) -> tuple[Policy, Decimal]:
    """Return a cancelled policy whose open parts a refund returns, and the rest that was not counted yet.

    Open is a part of this refund, of one that the provider refused, and of none, unless a person has returned it. Why
    the rest: money may go back after
    a cancellation that owes nothing more.
    """
    ended = policy.cancelled
    if ended is None:
        return policy, amount
    refunds = payments.list_refunds(policy.account_id, payment_id)
    open_ids = {refund_id, None, *(each.id for each in refunds if each.state == "canceled")}
    parts, left = list[MoneyBack](), amount
    for each in ended.parts:
        is_open = each.payment_id == payment_id and each.refund_id in open_ids and each.returned_at is None
        back = min(left, each.amount) if is_open else Decimal(0)
        shares = ((back, refund_id), (each.amount - back, each.refund_id))
        parts += [each.model_copy(update={"amount": sum_, "refund_id": by}) for sum_, by in shares if sum_]
        left -= back
    return policy.model_copy(update={"cancelled": ended.model_copy(update={"parts": tuple(parts)})}), left


def _parts(tx: Transaction, policy: Policy, amount: Decimal, *, reason: str, actor: str) -> Iterator[MoneyBack]:
    left, taken = amount, dict[int, Decimal]()
    for each, payment in _by_provider(policy):
        for refund in _under_way(payment):
            back = min(left, refund.money.amount)
            if back > 0:
                yield MoneyBack(instalment=each.number, amount=back, payment_id=payment.id, refund_id=refund.id)
                left, taken[each.number] = left - back, taken.get(each.number, Decimal(0)) + back
    for each, payment in _by_provider(policy):
        back = min(left, each.amount - each.refunded, payment.refundable)
        if back > 0:
            refund = refunding.add_refund(tx, payment, policy.insured.money(back), reason=reason, actor=actor)
            yield MoneyBack(instalment=each.number, amount=back, payment_id=payment.id, refund_id=refund.id)
            left, taken[each.number] = left - back, taken.get(each.number, Decimal(0)) + back
    for each in _newest_first(policy):
        back = min(left, each.amount - each.refunded - taken.get(each.number, Decimal(0)))
        if back > 0:
            yield MoneyBack(instalment=each.number, amount=back, payment_id=each.payment_id)
            left -= back


def _by_provider(policy: Policy) -> Iterator[tuple[Instalment, Payment]]:
    for each in _newest_first(policy):
        payment = payments.get_payment(policy.account_id, each.payment_id) if each.payment_id else None
        if payment is not None:
            yield each, payment


def _under_way(payment: Payment) -> list[Refund]:
    """Return the refunds of a payment that somebody asked for before, and that are not counted yet."""
    found = payments.list_refunds(payment.account_id, payment.id) if payment.refunding else []
    return [each for each in found if each.is_open]


def _newest_first(policy: Policy) -> list[Instalment]:
    paid = [(each.paid_at, each.number, each) for each in policy.instalments if each.paid_at]
    return [each for *_, each in sorted(paid, key=lambda found: found[:2], reverse=True)]
