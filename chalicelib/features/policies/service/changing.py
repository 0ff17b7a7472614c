"""Changes of policies: instalments received, corrections, cancellation."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Findings
from chalicelib.base.languages import N_
from chalicelib.base.money import Money, nothing
from chalicelib.base.words import line
from chalicelib.features.payments.payable import Repayment
from chalicelib.features.policies import table
from chalicelib.features.policies.bases import is_seller
from chalicelib.features.policies.investments import changed_terms
from chalicelib.features.policies.model import Cancellation, Driver, Instalment, Policy, Source
from chalicelib.features.policies.products import product_of
from chalicelib.features.policies.refunds import Refund, Term, refund
from chalicelib.features.policies.refusals import PolicyChanged, already, other_seller
from chalicelib.features.policies.rules import read_fields, read_vehicle, wrong_drivers, wrong_object
from chalicelib.features.policies.service import repaying
from chalicelib.features.policies.service.accruing import credited_base, with_commission
from chalicelib.features.policies.service.figures import count_change
from chalicelib.features.policies.service.ordering import order_corrected, order_documents
from chalicelib.features.policies.service.reading import show_policy
from chalicelib.features.policies.service.recording import note, publish
from chalicelib.features.policies.service.selling import today_of
from chalicelib.features.policies.service.telling import tell_cancelled
from chalicelib.features.policies.service.telling_staff import tell_staff
from chalicelib.features.policies.typed import TypedDriver, TypedVehicle
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account


class Corrections(NamedTuple):
    """Corrections of a policy; None: as it was."""

    vehicle: TypedVehicle | None = None
    drivers: tuple[TypedDriver, ...] | None = None
    subject: str | None = None
    fields: dict[str, object] | None = None


def receive_instalments(caller: Caller, policy_id: str, *, numbers: Collection[int], version: int) -> Policy:
    """Note instalments that were received in another way than by a provider. Raises NotFound, Invalid, Conflict."""

    def change(tx: Transaction, account: Account, before: Policy) -> Policy:
        demand_open_instalments(before, numbers)
        return add_payment(tx, account, before, numbers=numbers, payment_id=None, at=now(), actor=caller.actor)

    return _change(caller, policy_id, change, version=version)


def add_payment(
    tx: Transaction,
    account: Account,
    before: Policy,
    *,
    numbers: Collection[int],
    payment_id: str | None,
    at: datetime,
    actor: str,
) -> Policy:
    """Add to a transaction the payment of instalments, with its commission. Returns the policy as it is then."""
    paid = {"paid_at": at, "payment_id": payment_id, "credited_to": credited_base(before)}
    instalments = tuple(each.model_copy(update=paid) if each.number in numbers else each for each in before.instalments)
    after = before.model_copy(update={"instalments": instalments, **_next(before)})
    after = with_commission(tx, account, after, reason="payment")
    table.replace_policy(tx, after, replacing=before)
    count_change(tx, account, before, after)
    order_documents(tx, account, before, after)
    note(tx, after, actor=actor, type="paid", instalments=sorted(numbers), payment_id=payment_id)
    publish(tx, after, "policy.changed")
    return after


def add_repayment(
    tx: Transaction,
    account: Account,
    before: Policy,
    *,
    instalment: Instalment,
    repayment: Repayment,
    actor: str,
) -> Policy:
    """Add to a transaction a refund of an instalment's payment.

    An instalment that was returned whole is due again. After a cancellation, only money is counted that is no part of
    the cancellation's refund.
    """
    amount, total = repayment.money.amount, repayment.total.amount
    after, left = repaying.take_repayment(before, repayment.payment_id, repayment.refund_id, amount)
    changes: dict[str, Any] = {}
    if before.cancelled is None and total >= instalment.amount:
        unpaid = Instalment(number=instalment.number, amount=instalment.amount, due=instalment.due)
        changes = {"instalments": _with(before, unpaid), "refunded": before.refunded - (total - amount)}
    elif left > 0:
        lower = instalment.model_copy(update={"refunded": instalment.refunded + left})
        changes = {"instalments": _with(before, lower), "refunded": before.refunded + left}
    after = after.model_copy(update={**changes, **_next(before)})
    after = with_commission(tx, account, after, reason="refund")
    table.replace_policy(tx, after, replacing=before)
    count_change(tx, account, before, after)
    note(tx, after, actor=actor, type="repaid", amount=str(amount), payment_id=repayment.payment_id)
    publish(tx, after, "policy.changed")
    return after


def correct_policy(caller: Caller, policy_id: str, corrections: Corrections, *, version: int) -> Policy:
    """Correct the terms of a policy that the caller read in a version. Raises NotFound, Invalid, Conflict."""

    def change(tx: Transaction, account: Account, before: Policy) -> Policy:
        insured = before.insured.model_copy(update=_corrected(before, corrections))
        after = before.model_copy(update={"insured": insured, **_next(before)})
        table.replace_policy(tx, after, replacing=before)
        count_change(tx, account, before, after)
        order_corrected(tx, account, after)
        changed = sorted(name for name in corrections._fields if getattr(corrections, name) is not None)
        own = sorted(code for code in insured.fields if insured.fields[code] != before.insured.fields.get(code))
        note(tx, after, actor=caller.actor, type="corrected", fields=changed, **({"own_fields": own} if own else {}))
        publish(tx, after, "policy.changed")
        return after

    return _change(caller, policy_id, change, version=version)


def preview_refund(caller: Caller, policy_id: str, *, effective: date | None = None, at: str = "/effective") -> Refund:
    """Return the refund of a policy if it were cancelled now, in force until today or a later day.

    Raises NotFound, Invalid at the pointer `at`.
    """
    policy = show_policy(caller, policy_id)
    account = accounts.load_account(policy.account_id)
    last = effective or today_of(account)
    _demand_effective(account, policy, last, at=at)
    return refund_of(account, policy, effective=last)


def refund_of(account: Account, policy: Policy, *, effective: date) -> Refund:
    """Return the refund of a policy whose last day in force is given, asked for today."""
    term = Term(policy.insured.begins, policy.insured.ends, policy.issued_at.astimezone(account.zone).date())
    return refund(
        product_of(account.id, policy.insured.product),
        term,
        premium=policy.insured.money(policy.premium),
        paid=policy.insured.money(policy.paid),
        last_day=effective,
        asked_on=today_of(account),
    )


def cancel_policy(
    caller: Caller, policy_id: str, *, effective: date, reason: str, version: int | None = None
) -> Policy:
    """End a policy before its term; `effective` is the last day in force. The refund lowers the commission.

    Money that a provider took goes back through it: the cancellation's transaction orders that, and the
    message to the client. Raises NotFound, Invalid, Conflict for one that is cancelled already.
    """

    def change(tx: Transaction, account: Account, before: Policy) -> Policy:
        if before.cancelled is not None:
            raise already("cancelled", N_("This policy is cancelled already."))
        _demand_effective(account, before, effective)
        money = refund_of(account, before, effective=effective).amount if before.source is Source.OWN else None
        amount = money.amount if isinstance(money, Money) else nothing(before.currency).amount
        said = line(reason)
        parts = repaying.add_refunds(tx, before, amount, reason=said, actor=caller.actor)
        ended = Cancellation(effective=effective, reason=said, at=now(), by=caller.actor, refund=amount, parts=parts)
        back = {"instalments": repaying.with_refunded(before, parts), "refunded": before.refunded + amount}
        after = before.model_copy(update={"cancelled": ended, **back, **_next(before)})
        after = with_commission(tx, account, after, reason="refund")
        table.replace_policy(tx, after, replacing=before)
        count_change(tx, account, before, after)
        note(tx, after, actor=caller.actor, type="cancelled", effective=effective.isoformat(), refund=str(amount))
        tell_cancelled(tx, after)
        if isinstance(caller, AreaCaller):
            tell_staff(tx, account, after)
        publish(tx, after, "policy.cancelled", effective=effective.isoformat(), refund=str(amount))
        return after

    policy = _change(caller, policy_id, change, version=version)
    repaying.carry_out(policy)
    return policy


def note_returned(caller: Caller, policy_id: str, *, version: int) -> Policy:
    """Note that the money which a person had to return has been returned. Raises NotFound, Conflict."""

    def change(tx: Transaction, account: Account, before: Policy) -> Policy:
        parts = repaying.with_returned(before)
        ended = before.cancelled.model_copy(update={"parts": parts}) if before.cancelled else None
        after = before.model_copy(update={"cancelled": ended, **_next(before)})
        table.replace_policy(tx, after, replacing=before)
        count_change(tx, account, before, after)
        note(tx, after, actor=caller.actor, type="returned")
        publish(tx, after, "policy.changed")
        return after

    return _change(caller, policy_id, change, version=version)


def demand_open_instalments(policy: Policy, numbers: Collection[int]) -> None:
    """Raise Invalid for instalments that there are not, Conflict for paid ones and for a cancelled policy."""
    found, known = Findings(), {each.number: each for each in policy.instalments}
    if not numbers or not set(numbers) <= known.keys():
        message = N_("Choose instalments from 1 to {most}.")
        found.add([FieldError("/instalments", message, {"most": len(known)})])
    found.demand_none()
    if policy.cancelled is not None:
        raise already("cancelled", N_("This policy is cancelled already."))
    if any(known[each].paid_at for each in numbers):
        raise already("already-paid", N_("This instalment is paid already."))


def _change(
    caller: Caller, policy_id: str, change: Callable[[Transaction, Account, Policy], Policy], *, version: int | None
) -> Policy:
    account = accounts.load_account(caller.account_id)

    def run() -> Policy:
        before = show_policy(caller, policy_id)
        if not is_seller(caller, before):
            raise other_seller()
        if version is not None and version != before.version:
            raise PolicyChanged
        tx = Transaction()
        after = change(tx, account, before)
        tx.commit()
        return after

    return retry_stale(run)


def _with(policy: Policy, instalment: Instalment) -> tuple[Instalment, ...]:
    return tuple(instalment if each.number == instalment.number else each for each in policy.instalments)


def _next(before: Policy) -> dict[str, Any]:
    return {"changed_at": now(), "version": before.version + 1, "counted": True}


def _demand_effective(account: Account, policy: Policy, effective: date, *, at: str = "/effective") -> None:
    """Raise Invalid at a pointer for a last day outside of the rest of the term."""
    today, found = today_of(account), Findings()
    if effective > policy.insured.ends:
        message = N_("Must be a day of the term: it ends on {ends}.")
        found.add([FieldError(at, message, {"ends": policy.insured.ends})])
    elif effective < today:
        message = N_("Must not be before today, {today}: cover that was given is not taken back.")
        found.add([FieldError(at, message, {"today": today})])
    found.demand_none()


def _corrected(before: Policy, corrections: Corrections) -> dict[str, Any]:
    product = product_of(before.account_id, before.insured.product)
    found, changes = Findings(), dict[str, Any]()
    if corrections.vehicle is not None or corrections.subject is not None:
        insured = before.insured.vehicle
        kept = TypedVehicle.model_validate(insured.model_dump()) if insured else None
        vehicle = corrections.vehicle or kept
        subject = corrections.subject if corrections.subject is not None else before.insured.subject
        found.add(wrong_object(product, vehicle, subject))
        changes |= {"vehicle": read_vehicle(vehicle), "subject": line(subject) if subject else None}
    if corrections.drivers is not None:
        found.add(wrong_drivers(product, before.insured.options, listed=bool(corrections.drivers)))
        changes["drivers"] = tuple(Driver.model_validate(each.model_dump()) for each in corrections.drivers)
    if corrections.fields is not None:
        fields = {**before.insured.fields, **corrections.fields}
        changes["fields"] = found.attempt(lambda: read_fields(product, fields), otherwise=before.insured.fields)
        if product.subject == "life" and before.source is Source.OWN:
            found.add(changed_terms(before.insured.fields, changes["fields"]))
    found.demand_none()
    return changes
