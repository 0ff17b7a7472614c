"""Quotes of renewals: the same thing insured again, from the day after the end."""

from datetime import timedelta
from typing import Any

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, Findings
from chalicelib.base.ids import new_id
from chalicelib.base.languages import N_
from chalicelib.base.money import Money
from chalicelib.features.clients import service as clients
from chalicelib.features.payments.service.looking import look_at_open
from chalicelib.features.policies import table
from chalicelib.features.policies.model import Insured, Policy, Price, Quote
from chalicelib.features.policies.products import sellable_product
from chalicelib.features.policies.rating import usual_end
from chalicelib.features.policies.refusals import PolicyChanged, already, quote_ended
from chalicelib.features.policies.rules import read_typed
from chalicelib.features.policies.service.buying import buyer, wrong_channel
from chalicelib.features.policies.service.pricing import priced
from chalicelib.features.policies.service.quoting import Shown, add_quote, rechoose_quote, show_quote
from chalicelib.features.policies.service.reading import show_policy
from chalicelib.features.policies.service.recording import note, publish_quote
from chalicelib.features.policies.service.renewing import demand_renewable
from chalicelib.features.policies.settings import sale_settings
from chalicelib.features.policies.subjects import quote_subject
from chalicelib.features.policies.table import quotes
from chalicelib.features.policies.typed import TypedRenewal
from chalicelib.identity.model import Caller

_BEING_PAID = N_(
    "The renewal is being paid on the bank's page. Pay there, or wait until that page ends, an hour at most."
)


def renew_policy(caller: Caller, policy_id: str, *, version: int | None = None, alone: bool = False) -> Shown:
    """Make the quote of a policy's renewal on the same terms, which begins the day after its end.

    `version`: of the policy that the caller read; None: any. `alone`: the client renews it without anybody's help.
    Raises NotFound, Invalid, and Conflict for a policy that is
    renewed, cancelled, or being renewed by a quote that is open.
    """
    return retry_stale(lambda: _renew(caller, policy_id, version, None, alone=alone))


def renew_with(
    caller: Caller, policy_id: str, choices: TypedRenewal, *, version: int | None = None, alone: bool = False
) -> Shown:
    """Make the quote of a policy's renewal with other choices, priced by the rates of now. Raises as renew_policy."""
    return retry_stale(lambda: _renew(caller, policy_id, version, choices, alone=alone))


def rechoose_renewal(caller: Caller, policy_id: str, choices: TypedRenewal) -> Shown:
    """Change the choices of a policy's open renewal. Those that are left out stay as they are in it.

    Raises NotFound, Invalid, and Conflict for a policy without an open renewal or whose renewal is being paid.
    """
    policy = show_policy(caller, policy_id)
    demand_renewable(policy)
    quote = renewal_quote(policy)
    if quote is None:
        raise quote_ended()
    payment = look_at_open(policy.account_id, quote_subject(quote.id))
    if payment is not None and payment.is_open:
        raise Conflict(_BEING_PAID, extra={"reason": "payment-open", "id": payment.id})
    product = sellable_product(policy.account_id, policy.insured.product)
    return rechoose_quote(caller, quote.id, *priced(product, _chosen(quote.insured, choices, None)))


def check_renewal(caller: Caller, policy_id: str, choices: TypedRenewal, *, alone: bool) -> None:
    """Raise Invalid with everything that a renewal with choices would be refused for; NotFound."""
    _read(caller, show_policy(caller, policy_id), choices, alone=alone)


def _renew(caller: Caller, policy_id: str, version: int | None, choices: TypedRenewal | None, *, alone: bool) -> Shown:
    policy = show_policy(caller, policy_id)
    if version is not None and version != policy.version:
        raise PolicyChanged
    insured, price = _read(caller, policy, choices, alone=alone)
    client = buyer(caller, policy.client_id, alone=alone)
    if not alone:
        clients.demand_own(clients.show_client(caller, client.id))
    _demand_unquoted(policy)
    moment = now()
    quote = Quote(
        id=new_id("quo"),
        account_id=policy.account_id,
        client_id=client.id,
        holder=client.shown_name,
        base=client.base,
        insured=insured,
        price=price,
        predecessor_id=policy.id,
        alone=alone,
        ends_at=moment + timedelta(days=sale_settings(policy.account_id).quote_days),
        created_at=moment,
        created_by=caller.actor,
        changed_at=moment,
    )
    changed = {"renewal_quote_id": quote.id, "changed_at": moment, "version": policy.version + 1}
    after = policy.model_copy(update=changed)
    tx = Transaction()
    add_quote(tx, quote, actor=caller.actor)
    if price is not None:
        publish_quote(tx, quote, "quote.priced")
    table.replace_policy(tx, after, replacing=policy)
    note(tx, after, actor=caller.actor, type="renewal_quoted", quote_id=quote.id)
    tx.commit()
    return show_quote(caller, quote.id)


def _read(caller: Caller, policy: Policy, choices: TypedRenewal | None, *, alone: bool) -> tuple[Insured, Price | None]:
    """Return the terms of a renewal, with their price if somebody chose. Raises Invalid."""
    found = Findings()
    found.add(wrong_channel(caller, alone=alone))
    if choices is None:
        found.demand_none()
        demand_renewable(policy)
        return following(policy), None
    demand_renewable(policy)
    product = sellable_product(policy.account_id, policy.insured.product)
    amount = found.attempt(lambda: read_typed(choices.sum_insured, product, "/sum_insured"), otherwise=None)
    rated = found.attempt(lambda: priced(product, _chosen(following(policy), choices, amount)), otherwise=None)
    found.demand_none()
    assert rated is not None  # noqa: S101 - checked just now
    return rated


def _chosen(insured: Insured, choices: TypedRenewal, amount: Money | None) -> Insured:
    """Return terms with choices in place of those before. The price tells which of them are wrong."""
    changes: dict[str, Any] = {"options": {**insured.options, **choices.options}}
    if choices.plan is not None:
        changes["plan"] = choices.plan
    if amount is not None:
        changes["sum_insured"] = amount.amount
    return insured.model_copy(update=changes)


def following(policy: Policy) -> Insured:
    """Return the terms of a renewal: the usual term after the end. Raises Invalid if the product isn't sold."""
    product = sellable_product(policy.account_id, policy.insured.product)
    begins = policy.insured.ends + timedelta(days=1)
    return policy.insured.model_copy(update={"begins": begins, "ends": usual_end(product, begins)})


def renewal_quote(policy: Policy) -> Quote | None:
    """Return the open quote of a policy's renewal: at most one GetItem."""
    before = quotes.get_quote(policy.account_id, policy.renewal_quote_id) if policy.renewal_quote_id else None
    return before if before is not None and now() < before.ends_at else None


def _demand_unquoted(policy: Policy) -> None:
    before = renewal_quote(policy)
    if before is not None:
        message = N_("A quote for the renewal of this policy is open already.")
        raise already("renewal-quoted", message, quote_id=before.id)
