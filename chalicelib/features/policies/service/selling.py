"""Issuing a policy: the sale that binds the client to the seller, in one transaction."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, DomainError, FieldError, Findings
from chalicelib.base.ids import new_id
from chalicelib.base.installed import policy_issued
from chalicelib.base.languages import N_
from chalicelib.base.money import Money, split
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import HOUSE, Client
from chalicelib.features.policies import table
from chalicelib.features.policies.bases import server_of
from chalicelib.features.policies.model import Cancellation, Channel, Instalment, Insured, Policy, Source, Warned
from chalicelib.features.policies.product_types import Product
from chalicelib.features.policies.products import sellable_product
from chalicelib.features.policies.rates import rate_on
from chalicelib.features.policies.rating import due_dates
from chalicelib.features.policies.refusals import NO_POLICY, not_in_base, number_taken
from chalicelib.features.policies.rules import read_number, read_terms, read_typed
from chalicelib.features.policies.service import renewing
from chalicelib.features.policies.service.accruing import commission_of, with_commission
from chalicelib.features.policies.service.buying import credited_agent, find_buyer, wrong_channel
from chalicelib.features.policies.service.figures import count_change
from chalicelib.features.policies.service.ordering import order_documents
from chalicelib.features.policies.service.recording import note, publish
from chalicelib.features.policies.service.warning import warnings_of
from chalicelib.features.policies.settings import sale_settings
from chalicelib.features.policies.table import intentions
from chalicelib.features.policies.table.rows import NumberRow
from chalicelib.features.policies.typed import TypedPolicy
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: Tries to find a number that no policy has yet: some may have been typed by hand before.
_NUMBERS = 50


class Sold(NamedTuple):
    """A policy, and things about it that somebody should look at."""

    policy: Policy
    warnings: tuple[Warned, ...] = ()


class Sale(NamedTuple):
    """A policy to issue: by whom, for whom, on which terms."""

    account: Account
    product: Product
    client: Client
    insured: Insured
    premium: Money
    actor: str
    source: Source = Source.OWN
    channel: Channel = Channel.HOUSE
    number: str | None = None
    #: Sums of the instalments.
    parts: tuple[Decimal, ...] = ()
    #: By number of an instalment: when it was paid, and by which payment (None: received otherwise).
    paid: Mapping[int, tuple[datetime, str | None]] = MappingProxyType({})
    quote_id: str | None = None
    #: By when the client has bought alone: the seller is the house, the bound agent is credited. None: not alone.
    alone_at: datetime | None = None
    #: False for money under way when another agent bound the client: the policy is issued, the binding stays.
    binds: bool = True
    predecessor_id: str | None = None
    #: The only base whose policies the seller sees; None: all.
    seen_base: str | None = None
    #: Names the caller's intention; empty: none.
    once: str = ""
    #: Of a policy that was sold elsewhere: the version of its sender, and its early end.
    reported: int = 0
    cancelled: Cancellation | None = None


class _SoldBefore(Conflict):
    """The policy was issued by the same intention before."""

    def __init__(self, policy_id: str) -> None:
        super().__init__(NO_POLICY)
        self.policy_id = policy_id


def issue_policy(caller: Caller, typed: TypedPolicy, *, once: str = "") -> Sold:
    """Issue a policy as somebody typed it. It binds a client of an agent's base to that agent.

    Raises Invalid with everything that is wrong, Conflict for a client of another base or bound to another agent, and
    for the number of another policy. The same intention `once` gives the same policy.
    """
    digest = digest_of(caller, once, typed.model_dump_json()) if once else ""
    before = intentions.find(caller.account_id, digest) if digest else None
    if before is not None and (policy := table.get_policy(caller.account_id, before)) is not None:
        return Sold(policy, warnings_of(caller, policy))
    try:
        policy = retry_stale(lambda: write_sale(read_sale(caller, typed, once=digest)))
    except _SoldBefore as sold:
        found = table.get_policy(caller.account_id, sold.policy_id)
        if found is None:
            raise
        policy = found
    return Sold(policy, warnings_of(caller, policy))


def check_policy(caller: Caller, typed: TypedPolicy) -> None:
    """Raise Invalid with everything that issuing the policy would be refused for; nothing is written."""
    read_sale(caller, typed)


def read_sale(caller: Caller, typed: TypedPolicy, *, once: str = "") -> Sale:
    """Return the sale that somebody typed. Raises Invalid, and Conflict for a client of another base."""
    account = accounts.load_account(caller.account_id)
    client = find_buyer(caller, typed.client_id, alone=typed.alone)
    source = Source(typed.source)
    product = sellable_product(account.id, typed.product)
    found = Findings()
    insured = found.attempt(lambda: read_terms(product, typed, client, today=today_of(account)), otherwise=None)
    premium = found.attempt(lambda: read_typed(typed.premium, product, "/premium"), otherwise=None)
    found.add([FieldError("/premium/amount", N_("Must be more than 0."))] if premium and not premium.amount else [])
    number = found.attempt(lambda: read_number(product, typed.number) if typed.number else None, otherwise=None)
    plan = product.find_plan(typed.plan) if typed.plan else product.plans[0]
    found.add(wrong_plan(product) if plan is None else wrong_paid(plan.instalments, typed.paid_instalments))
    if source is Source.OWN and client is not None:
        found.add(unconfirmed(account, client))
    found.add(wrong_channel(caller, alone=typed.alone, source=source))
    if source is Source.EXTERNAL and not typed.number:
        found.add([FieldError("/number", N_("Give the number of the policy that was sold elsewhere."))])
    found.add(renewing.wrong_predecessor(caller, client, typed.predecessor_id))
    found.demand_none()
    if client is None:
        raise not_in_base()
    assert insured is not None  # noqa: S101 - checked just now
    assert premium is not None  # noqa: S101
    assert plan is not None  # noqa: S101
    return Sale(
        account=account,
        product=product,
        client=client,
        insured=insured.model_copy(update={"plan": plan.code}),
        premium=premium,
        parts=tuple(each.amount for each in split(premium, plan.instalments)),
        actor=caller.actor,
        source=source,
        channel=Channel.ALONE if typed.alone else channel_of(client, source),
        alone_at=now() if typed.alone else None,
        number=number,
        paid=paid_now(typed.paid_instalments),
        predecessor_id=typed.predecessor_id,
        seen_base=seen_base(caller, client),
        once=once,
    )


def channel_of(client: Client, source: Source) -> Channel:
    """Return the channel of a sale to a client of a base."""
    if source is Source.EXTERNAL:
        return Channel.EXTERNAL
    return Channel.HOUSE if client.base == HOUSE else Channel.AGENT


def unconfirmed(account: Account, client: Client) -> list[FieldError]:
    """Return the error of a client without a confirmed phone, before the day from which that is allowed."""
    since = sale_settings(account.id).sell_unconfirmed_from
    if since is None or client.phone_confirmed_at is not None or today_of(account) >= since:
        return []
    message = N_("Confirm the client's phone first: without that, policies are sold from {since} only.")
    return [FieldError("/client_id", message, {"since": since})]


def write_sale(sale: Sale) -> Policy:
    """Issue a policy: one transaction. Raises Conflict, Stale."""
    tx = Transaction()
    policy = add_sale(tx, sale)
    tx.commit()
    return policy


def add_sale(tx: Transaction, sale: Sale) -> Policy:
    """Add to a transaction all that issues a policy: the policy, binding, commission, documents, history, events."""
    account, client = sale.account, sale.client
    policy = _policy_of(sale)
    if sale.source is Source.OWN and sale.binds and sale.alone_at is None:
        clients.bind(tx, client, actor=sale.actor, moment=policy.issued_at)
    else:
        clients.count_policy(tx, account.id, client.id, 1)
    policy = with_commission(tx, account, policy, reason="sale")
    count_change(tx, account, None, policy)
    table.insert_policy(tx, policy, taken=partial(_taken, sale.seen_base), known=lambda _: Conflict(NO_POLICY))
    if sale.once:
        intentions.write(tx, account.id, sale.once, policy.id, otherwise=_SoldBefore)
    if sale.predecessor_id is not None:
        renewing.link(tx, sale.account.id, sale.predecessor_id, policy, actor=sale.actor)
    order_documents(tx, account, None, policy)
    note(tx, policy, actor=sale.actor, type="issued")
    publish(tx, policy, "policy.issued")
    for take_part in policy_issued():
        take_part(tx, policy)
    return policy


def digest_of(caller: Caller, once: str, said: str) -> str:
    """Return the name of an intention: of a caller, by a key or a form, with its words."""
    return hashlib.sha256("\0".join((caller.user_id or "", once, said)).encode()).hexdigest()


def _policy_of(sale: Sale) -> Policy:
    moment, insured = now(), sale.insured
    sells = sale.source is Source.OWN and sale.client.base != HOUSE and sale.alone_at is None
    agent_id = sale.client.base if sells else None
    credited = credited_agent(sale.client, sale.alone_at) if sale.alone_at else agent_id
    percent = rate_on(sale.account.id, sale.product.code, credited, today_of(sale.account)) if credited else None
    return Policy(
        id=new_id("pol"),
        account_id=sale.account.id,
        number=sale.number or _new_number(sale.account.id, sale.product),
        client_id=sale.client.id,
        holder=sale.client.shown_name,
        source=sale.source,
        channel=sale.channel,
        sold_by=agent_id,
        served_by=server_of(credited or sale.client.base, agent_id),
        insured=insured,
        premium=sale.premium.amount,
        instalments=instalments_of(sale),
        commission=commission_of(credited, percent),
        quote_id=sale.quote_id,
        predecessor_id=sale.predecessor_id,
        cancelled=sale.cancelled,
        reported=sale.reported,
        issued_at=moment,
        created_by=sale.actor,
        changed_at=moment,
        counted=True,
    )


def today_of(account: Account) -> date:
    """Return the present day in the account's time zone."""
    return now().astimezone(account.zone).date()


def instalments_of(sale: Sale) -> tuple[Instalment, ...]:
    """Return the instalments of a sale, each with the day on which it is due."""
    days = due_dates(sale.insured.begins, sale.insured.ends, len(sale.parts))
    return tuple(
        Instalment(
            number=number,
            amount=amount,
            due=day,
            paid_at=sale.paid[number][0] if number in sale.paid else None,
            payment_id=sale.paid[number][1] if number in sale.paid else None,
        )
        for number, (amount, day) in enumerate(zip(sale.parts, days, strict=True), start=1)
    )


def _new_number(account_id: str, product: Product) -> str:
    """Return the next number of a product that no policy has. Raises Conflict if all of some are taken."""
    for _ in range(_NUMBERS):
        count = table.next_number(account_id, product.code)
        series = product.number.series or product.code.upper()
        number = f"{series} {count:010}" if product.number.form == "osago" else f"{series}-{count:06}"
        if table.find_number(account_id, number) is None:
            return number
    raise number_taken(None)


def _taken(seen_base: str | None, raw: dict[str, Any] | None) -> DomainError:
    """Return the error for a taken number, with the other policy's id if the seller sees that policy."""
    row = NumberRow.read(raw) if raw else None
    return number_taken(row.policy_id if row is not None and seen_base in (None, row.base) else None)


def wrong_plan(product: Product) -> list[FieldError]:
    """Return the error of a plan that the product does not have."""
    known = ", ".join(each.code for each in product.plans)
    return [FieldError("/plan", N_("Choose one of: {known}."), {"known": known})]


def wrong_paid(instalments: int, paid: int) -> list[FieldError]:
    """Return the error of a number of paid instalments that are not so many."""
    if 0 <= paid <= instalments:
        return []
    return [FieldError("/paid_instalments", N_("Must be a whole number from 0 to {most}."), {"most": instalments})]


def paid_now(number: int) -> Mapping[int, tuple[datetime, str | None]]:
    """Return the first instalments as received at this moment, in another way than by a provider."""
    return {each + 1: (now(), None) for each in range(number)}


def seen_base(caller: Caller, client: Client) -> str | None:
    """Return the only base whose policies a seller sees; None for all."""
    return client.base if caller.role == "agent" else None
