"""History and events of policies and quotes, in the transaction of the change."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.ids import new_ulid
from chalicelib.features.policies import table
from chalicelib.features.policies.model import Change, Policy, Quote
from chalicelib.features.policies.subjects import POLICY_PAGE, QUOTE_PAGE
from chalicelib.outbox import service as outbox


def note(tx: Transaction, thing: Policy | Quote, *, actor: str, type: str, **data: object) -> None:  # noqa: A002 - the field's name
    """Add a change to the history of a policy or a quote."""
    change = Change(id=new_ulid(), at=now(), actor=actor, type=type, version=thing.version, data=data)
    table.append_change(tx, thing.account_id, thing.id, change)


def publish(tx: Transaction, policy: Policy, type: str, **data: object) -> None:  # noqa: A002 - the field's name
    """Publish an event of a policy to back-ends: ids, terms and sums, nothing personal."""
    told = {
        "policy_id": policy.id,
        "number": policy.number,
        "product": policy.insured.product,
        "client_id": policy.client_id,
        "channel": policy.channel,
        "agent_id": policy.sold_by,
        "begins": policy.insured.begins.isoformat(),
        "ends": policy.insured.ends.isoformat(),
        "premium": str(policy.premium),
        "currency": policy.currency,
    }
    page = POLICY_PAGE.format(policy_id=policy.id)
    outbox.publish(
        tx, account_id=policy.account_id, type=type, version=policy.version, data={**told, **data}, page=page
    )


def publish_quote(tx: Transaction, quote: Quote, type: str, **data: object) -> None:  # noqa: A002 - the field's name
    """Publish an event of a quote to back-ends."""
    told = {
        "quote_id": quote.id,
        "product": quote.insured.product,
        "client_id": quote.client_id,
        "agent_id": None if quote.base == "house" else quote.base,
    }
    page = QUOTE_PAGE.format(quote_id=quote.id)
    outbox.publish(tx, account_id=quote.account_id, type=type, version=quote.version, data={**told, **data}, page=page)
