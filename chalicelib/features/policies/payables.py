"""Subjects of payments: an instalment of a policy, and the first instalment of an offered quote, which issues it.

| subject | paid |
|---|---|
| `inst#<policy>#<number>` | the instalment is paid, commission accrues |
| `quo#<quote>` | the policy is issued by the frozen price, the client is bound, commission accrues |
"""

from collections.abc import Callable, Mapping

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.errors import NotFound, Stale
from chalicelib.base.languages import N_, text
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import HOUSE, Client, Standing
from chalicelib.features.payments.payable import NO_SUBJECT, Demand, Payable, Repayment, Settlement
from chalicelib.features.policies import table
from chalicelib.features.policies.links import url_of
from chalicelib.features.policies.model import Instalment, Policy, Quote, QuoteStatus, Source
from chalicelib.features.policies.products import product_of
from chalicelib.features.policies.service.changing import add_payment, add_repayment
from chalicelib.features.policies.service.quoting import SYSTEM, add_quote_sale, sale_of, show_quote
from chalicelib.features.policies.service.reading import show_policy
from chalicelib.features.policies.service.renewing import renewed_by
from chalicelib.features.policies.subjects import POLICY_PAGE, QUOTE_PAGE, instalment_subject
from chalicelib.features.policies.table.quotes import get_quote
from chalicelib.features.policies.tellings import channel_to
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

_PART = N_("{product}, policy {number}, instalment {part} of {parts}")
_FIRST = N_("{product}, new policy, instalment 1 of {parts}")
#: After the payment of a quote, by the channel of the message with the policy.
_AFTER_PAID: Mapping[Channel, str] = {
    "email": N_("Your policy is issued and comes to you by e-mail."),
    "sms": N_("Your policy is issued. The link to it comes to you by SMS."),
}


def _load_instalment(account_id: str, subject: str) -> Demand | None:
    found = _instalment_of(subject, lambda policy_id: table.get_policy(account_id, policy_id))
    return _demand(*found) if found else None


def _show_instalment(caller: Caller, subject: str) -> Demand:
    found = _instalment_of(subject, lambda policy_id: show_policy(caller, policy_id))
    if found is None:
        raise NotFound(NO_SUBJECT)
    return _demand(*found)


def _instalment_of(subject: str, read: Callable[[str], Policy | None]) -> tuple[Policy, Instalment] | None:
    """Return the policy and the instalment of a subject, by its one way of writing: payments lock by the text."""
    policy_id = subject.split("#")[1]
    policy = read(policy_id) if policy_id else None
    if policy is None:
        return None
    named = ((policy, each) for each in policy.instalments if instalment_subject(policy.id, each.number) == subject)
    return next(named, None)


def _demand(policy: Policy, instalment: Instalment) -> Demand:
    account = accounts.load_account(policy.account_id)
    client = clients.find_client(policy.account_id, policy.client_id)
    language = (client.facts.language if client else None) or account.language
    product = product_of(policy.account_id, policy.insured.product).label(language)
    parts = {"part": instalment.number, "parts": len(policy.instalments)}
    return Demand(
        money=policy.insured.money(instalment.amount),
        is_due=instalment.paid_at is None and policy.cancelled is None and policy.source is Source.OWN,
        description=text(language, _PART, product=product, number=policy.number, **parts),
        page=POLICY_PAGE.format(policy_id=policy.id),
        payer_id=policy.client_id,
        email=(client.facts.email if client else None) or "",
        public_page=url_of("demand", policy.account_id, policy.id, instalment.number) if _has_pages(client) else "",
    )


def _settle_instalment(tx: Transaction, settlement: Settlement) -> None:
    found = _instalment_of(settlement.subject, lambda policy_id: table.get_policy(settlement.account_id, policy_id))
    if found is None or not _demand(*found).is_due:
        raise Stale(NO_SUBJECT)
    policy, instalment = found
    account = accounts.load_account(settlement.account_id)
    add_payment(
        tx,
        account,
        policy,
        numbers={instalment.number},
        payment_id=settlement.payment_id,
        at=settlement.paid_at,
        actor=SYSTEM,
    )


def _repay_instalment(tx: Transaction, repayment: Repayment) -> None:
    found = _instalment_of(repayment.subject, lambda policy_id: table.get_policy(repayment.account_id, policy_id))
    if found is not None:
        _repay(tx, *found, repayment)


def _repay(tx: Transaction, policy: Policy, instalment: Instalment, repayment: Repayment) -> None:
    account = accounts.load_account(repayment.account_id)
    add_repayment(tx, account, policy, instalment=instalment, repayment=repayment, actor=SYSTEM)


def _load_quote(account_id: str, subject: str) -> Demand | None:
    quote = get_quote(account_id, subject.partition("#")[2])
    return _demand_of(quote) if quote is not None else None


def _show_quote(caller: Caller, subject: str) -> Demand:
    shown = show_quote(caller, subject.partition("#")[2])
    demand = _demand_of(shown.quote)
    if demand is None:
        raise NotFound(NO_SUBJECT)
    taken_over = shown.status is QuoteStatus.TAKEN_OVER  # no payment begins
    return demand.model_copy(update={"is_due": demand.is_due and not taken_over})


def _demand_of(quote: Quote) -> Demand | None:
    """Return the demand of a quote's first instalment; None without a price. Due while it is offered.

    Once money is under way, also for a client whom another agent has bound meanwhile.
    """
    client = clients.find_client(quote.account_id, quote.client_id)
    if quote.price is None or client is None:
        return None
    account = accounts.load_account(quote.account_id)
    language = client.facts.language or account.language
    product = product_of(quote.account_id, quote.insured.product).label(language)
    parts, channel = quote.price.instalments, channel_to(client, "policy")
    return Demand(
        money=quote.insured.money(parts[0]),
        is_due=quote.policy_id is None
        and quote.offered_at is not None
        and now() < quote.ends_at
        and _can_follow(quote),
        description=text(language, _FIRST, product=product, parts=len(parts)),
        page=QUOTE_PAGE.format(quote_id=quote.id),
        payer_id=quote.client_id,
        email=client.facts.email or "",
        public_page=url_of("offer", quote.account_id, quote.id) if _has_pages(client) else "",
        after_paid=_AFTER_PAID[channel] if channel else "",
    )


def _has_pages(client: Client | None) -> bool:
    """Return True if the links of a client open."""
    return client is not None and client.blocked is None


def _can_follow(quote: Quote) -> bool:
    """Return False of a renewal whose policy was cancelled, or renewed by another one."""
    before = renewed_by(quote)
    return before is None or (before.successor_id is None and before.cancelled is None)


def _settle_quote(tx: Transaction, settlement: Settlement) -> None:
    quote = get_quote(settlement.account_id, settlement.subject.partition("#")[2])
    client = clients.find_client(settlement.account_id, quote.client_id) if quote else None
    if quote is None or client is None or quote.policy_id is not None or not _can_follow(quote):
        raise Stale(NO_SUBJECT)
    if quote.price is None or quote.price.instalments[0] != settlement.money.amount:  # priced anew meanwhile
        raise Stale(NO_SUBJECT)
    account = accounts.load_account(settlement.account_id)
    elsewhere = clients.with_standing(client).standing is Standing.BOUND_ELSEWHERE
    alone_at = settlement.paid_at if quote.alone or quote.base == HOUSE else None  # nobody but the client has paid it
    sale = sale_of(account, quote, client, actor=SYSTEM, alone_at=alone_at)
    paid = {1: (settlement.paid_at, settlement.payment_id)}
    add_quote_sale(tx, sale._replace(paid=paid, binds=not elsewhere), quote)


def _repay_quote(tx: Transaction, repayment: Repayment) -> None:
    quote = get_quote(repayment.account_id, repayment.subject.partition("#")[2])
    policy = table.get_policy(repayment.account_id, quote.policy_id) if quote and quote.policy_id else None
    if policy is not None:
        _repay(tx, policy, policy.instalments[0], repayment)


INSTALMENT = Payable(_load_instalment, _show_instalment, _settle_instalment, _repay_instalment)
QUOTE = Payable(_load_quote, _show_quote, _settle_quote, _repay_quote)
