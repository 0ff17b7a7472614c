"""Quotes of renewals: the same thing insured again, from the day after the end."""

from datetime import timedelta

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, Findings
from chalicelib.base.ids import new_id
from chalicelib.base.languages import N_
from chalicelib.features.clients import service as clients
from chalicelib.features.policies import table
from chalicelib.features.policies.model import Insured, Policy, Quote
from chalicelib.features.policies.products import sellable_product
from chalicelib.features.policies.rating import usual_end
from chalicelib.features.policies.refusals import PolicyChanged, already
from chalicelib.features.policies.service.buying import buyer, wrong_channel
from chalicelib.features.policies.service.quoting import Shown, add_quote, show_quote
from chalicelib.features.policies.service.reading import show_policy
from chalicelib.features.policies.service.recording import note
from chalicelib.features.policies.service.renewing import renewed
from chalicelib.features.policies.settings import sale_settings
from chalicelib.features.policies.table import quotes
from chalicelib.identity.model import Caller


def renew_policy(caller: Caller, policy_id: str, *, version: int | None = None, alone: bool = False) -> Shown:
    """Make the quote of a policy's renewal, which begins the day after its end.

    `version`: of the policy that the caller read; None: any. `alone`: the client renews it without anybody's help.
    Raises NotFound, Invalid, and Conflict for a policy that is
    renewed, cancelled, or being renewed by a quote that is open.
    """
    return retry_stale(lambda: _renew(caller, policy_id, version, alone=alone))


def _renew(caller: Caller, policy_id: str, version: int | None, *, alone: bool) -> Shown:
    policy = show_policy(caller, policy_id)
    if version is not None and version != policy.version:
        raise PolicyChanged
    found = Findings()
    found.add(wrong_channel(caller, alone=alone))
    found.demand_none()
    client = buyer(caller, policy.client_id, alone=alone)
    if not alone:
        clients.demand_own(clients.show_client(caller, client.id))
    _demand_renewable(policy)
    moment = now()
    quote = Quote(
        id=new_id("quo"),
        account_id=policy.account_id,
        client_id=client.id,
        holder=client.shown_name,
        base=client.base,
        insured=following(policy),
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
    table.replace_policy(tx, after, replacing=policy)
    note(tx, after, actor=caller.actor, type="renewal_quoted", quote_id=quote.id)
    tx.commit()
    return show_quote(caller, quote.id)


def following(policy: Policy) -> Insured:
    """Return the terms of a renewal: the usual term after the end. Raises Invalid if the product isn't sold."""
    product = sellable_product(policy.account_id, policy.insured.product)
    begins = policy.insured.ends + timedelta(days=1)
    return policy.insured.model_copy(update={"begins": begins, "ends": usual_end(product, begins)})


def _demand_renewable(policy: Policy) -> None:
    if policy.successor_id is not None:
        raise renewed(policy)
    if policy.cancelled is not None:
        raise Conflict(N_("A cancelled policy is not renewed. Make a new quote."), extra={"reason": "cancelled"})
    before = quotes.get_quote(policy.account_id, policy.renewal_quote_id) if policy.renewal_quote_id else None
    if before is not None and now() < before.ends_at:
        message = N_("A quote for the renewal of this policy is open already.")
        raise already("renewal-quoted", message, quote_id=before.id)
