"""Policies that were sold elsewhere, as the insurer's back-end reports them: whole, in a version of the sender.

A report binds nobody and accrues nothing. One that is repeated, or older than the known version, changes nothing.
"""

from collections.abc import Callable
from datetime import date
from typing import Literal, NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, FieldError, Findings, Invalid, Stale
from chalicelib.base.languages import N_
from chalicelib.base.money import Money, nothing, split
from chalicelib.base.words import line
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client, Facts
from chalicelib.features.policies import table
from chalicelib.features.policies.model import Cancellation, Channel, Insured, Policy, Source, Warned
from chalicelib.features.policies.product_types import Plan, Product
from chalicelib.features.policies.products import product_of, sellable_product
from chalicelib.features.policies.refusals import NO_POLICY, number_taken
from chalicelib.features.policies.rules import read_insured, read_number, read_typed
from chalicelib.features.policies.service.recording import note, publish
from chalicelib.features.policies.service.selling import (
    Sale,
    add_sale,
    instalments_of,
    paid_now,
    today_of,
    wrong_paid,
    wrong_plan,
)
from chalicelib.features.policies.service.warning import warnings_of
from chalicelib.features.policies.typed import ReportedPolicy, TypedEnd
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import demand
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

Outcome = Literal["created", "changed", "unchanged"]
_ANOTHER_HOLDER = N_("Another client holds the policy of this number. Compare the number and the document.")


class Reported(NamedTuple):
    """A reported policy, the outcome of the report, and things that somebody should look at."""

    policy: Policy
    outcome: Outcome
    warnings: tuple[Warned, ...] = ()


class _Read(NamedTuple):
    """A report in its stored form."""

    account: Account
    product: Product
    insured: Insured
    premium: Money
    number: str
    plan: Plan
    cancelled: Cancellation | None


def report_policy(caller: Caller, typed: ReportedPolicy) -> Reported:
    """Make or change the policy of a number by a report. Its client is found in the house's base by document, or added.

    Raises Invalid with everything that is wrong, Conflict for the number of the insurer's own sale, Forbidden.
    """
    demand(caller, "clients:write")
    policy, outcome = retry_stale(lambda: _report(caller, typed))
    return Reported(policy, outcome, warnings_of(caller, policy))


def check_report(caller: Caller, typed: ReportedPolicy) -> None:
    """Raise Invalid with everything that a report would be refused for; nothing is written."""
    before = _find(caller.account_id, typed.number)
    if before is None or before.source is Source.EXTERNAL:
        _read(caller, typed, before)


def _report(caller: Caller, typed: ReportedPolicy) -> tuple[Policy, Outcome]:
    before = _find(caller.account_id, typed.number)
    if before is not None and before.source is not Source.EXTERNAL:
        raise number_taken(before.id)
    if before is not None and typed.version <= before.reported:
        return before, "unchanged"
    read = _read(caller, typed, before)
    if before is None:
        return _create(caller, typed, read), "created"
    return _change(caller, typed, read, before), "changed"


def _find(account_id: str, number: str) -> Policy | None:
    policy_id = table.find_number(account_id, number) if number else None
    return table.get_policy(account_id, policy_id) if policy_id else None


def _read(caller: Caller, typed: ReportedPolicy, before: Policy | None) -> _Read:
    account, found = accounts.load_account(caller.account_id), Findings()
    if typed.client is not None:
        told = typed.client
        facts = found.attempt(lambda: _below(lambda: clients.read_reported(account.id, told)), otherwise=None)
        found.add(_another_holder(before, facts) if before and facts else ())
    product = found.attempt(lambda: _product(account, typed, before), otherwise=None)
    if product is None:
        raise Invalid(found.errors)
    insured = found.attempt(lambda: read_insured(product, typed, None, today=today_of(account)), otherwise=None)
    premium = found.attempt(lambda: read_typed(typed.premium, product, "/premium"), otherwise=None)
    number = found.attempt(lambda: read_number(product, typed.number), otherwise="") if typed.number else ""
    plan = product.find_plan(typed.plan) if typed.plan else product.plans[0]
    found.add(wrong_plan(product) if plan is None else wrong_paid(plan.instalments, typed.paid_instalments))
    found.add(_wrong_end(typed.cancelled, insured.ends if insured else typed.ends) if typed.cancelled else ())
    found.demand_none()
    assert insured is not None  # noqa: S101 - checked just now
    assert premium is not None  # noqa: S101
    assert plan is not None  # noqa: S101
    insured = insured.model_copy(update={"plan": plan.code})
    return _Read(account, product, insured, premium, number, plan, _ended(caller, product, typed.cancelled, before))


def _product(account: Account, typed: ReportedPolicy, before: Policy | None) -> Product:
    """Return the product. A known policy keeps its own, also if that is no longer sold."""
    if before is not None and before.insured.product == typed.product:
        return product_of(account.id, typed.product)
    return sellable_product(account.id, typed.product)


def _below[T](read: Callable[[], T]) -> T:
    try:
        return read()
    except Invalid as error:
        raise Invalid([each._replace(pointer=f"/client{each.pointer}") for each in error.errors]) from error


def _another_holder(before: Policy, facts: Facts) -> list[FieldError]:
    client = clients.find_client(before.account_id, before.client_id)
    if client is None or clients.is_reported(client, facts):
        return []
    return [FieldError("/client", _ANOTHER_HOLDER)]


def _wrong_end(end: TypedEnd, ends: date | None) -> list[FieldError]:
    if ends is None or end.effective <= ends:
        return []
    message = N_("Must be a day of the term: it ends on {ends}.")
    return [FieldError("/cancelled/effective", message, {"ends": ends})]


def _ended(caller: Caller, product: Product, end: TypedEnd | None, before: Policy | None) -> Cancellation | None:
    if end is None:
        return None
    known, reason = before.cancelled if before else None, line(end.reason)
    if known is not None and (known.effective, known.reason) == (end.effective, reason):
        return known
    refund = nothing(product.currency).amount
    return Cancellation(effective=end.effective, reason=reason, at=now(), by=caller.actor, refund=refund)


def _create(caller: Caller, typed: ReportedPolicy, read: _Read) -> Policy:
    assert typed.client is not None  # noqa: S101 - a body without a client is refused before
    tx = Transaction()
    policy = add_sale(tx, _sale(caller, typed, read, clients.take_reported(caller, typed.client)))
    if policy.cancelled is not None:
        _publish_end(tx, policy, policy.cancelled)
    _commit(tx)
    return policy


def _sale(caller: Caller, typed: ReportedPolicy, read: _Read, client: Client) -> Sale:
    return Sale(
        account=read.account,
        product=read.product,
        client=client,
        insured=read.insured,
        premium=read.premium,
        actor=caller.actor,
        source=Source.EXTERNAL,
        channel=Channel.EXTERNAL,
        number=read.number,
        parts=tuple(each.amount for each in split(read.premium, read.plan.instalments)),
        paid=paid_now(typed.paid_instalments),
        reported=typed.version,
        cancelled=read.cancelled,
    )


def _commit(tx: Transaction) -> None:
    """Commit a new policy. Another report may have brought its number meanwhile: then it is read again."""
    try:
        tx.commit()
    except Conflict as error:
        if error.extra.get("reason") == "policy-number":
            raise Stale(NO_POLICY) from error
        raise


def _change(caller: Caller, typed: ReportedPolicy, read: _Read, before: Policy) -> Policy:
    client = clients.find_client(before.account_id, before.client_id)
    if client is None:
        raise Conflict(NO_POLICY)
    sale = _sale(caller, typed, read, client)
    paid = {each.number: each.paid_at for each in before.instalments if each.paid_at}
    told = {number: (paid.get(number, moment), None) for number, (moment, _) in sale.paid.items()}
    after = before.model_copy(
        update={
            "insured": read.insured,
            "premium": read.premium.amount,
            "instalments": instalments_of(sale._replace(paid=told)),
            "cancelled": read.cancelled,
            "reported": typed.version,
            "changed_at": now(),
            "version": before.version + 1,
        }
    )
    tx = Transaction()
    table.replace_policy(tx, after, replacing=before)
    note(tx, after, actor=caller.actor, type="reported", version_of_sender=typed.version)
    if after.cancelled is not None and after.cancelled != before.cancelled:
        _publish_end(tx, after, after.cancelled)
    else:
        publish(tx, after, "policy.changed")
    tx.commit()
    return after


def _publish_end(tx: Transaction, policy: Policy, ended: Cancellation) -> None:
    publish(tx, policy, "policy.cancelled", effective=ended.effective.isoformat(), refund=str(ended.refund))
