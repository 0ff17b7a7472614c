"""A link to the payment of the next instalment, which staff send to the client."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.rate_limits import count_attempt
from chalicelib.base.channels import Channel
from chalicelib.base.languages import N_
from chalicelib.features.payments.service.starting import can_start, demand_provider
from chalicelib.features.policies.links import url_of
from chalicelib.features.policies.model import Instalment, Policy, Source
from chalicelib.features.policies.refusals import already
from chalicelib.features.policies.service.reading import show_policy
from chalicelib.features.policies.service.telling import queue
from chalicelib.features.policies.tellings import Told
from chalicelib.identity.model import Caller

#: Links that a client gets for a policy in a day.
LINKS_A_DAY, _DAY = 5, 86400


def send_link(caller: Caller, policy_id: str) -> Channel | None:
    """Send the client a link to the payment of the next instalment. Returns the channel; None: there is no address.

    The link starts the payment when it is pressed, since a page of the provider lives for an hour alone. Raises
    NotFound, Conflict, QuotaExceeded.
    """
    policy = show_policy(caller, policy_id)
    demand_provider(policy.account_id)
    part = open_part(policy)
    if part is None:
        raise already("not-due", N_("Nothing is due for this policy any more."))
    count_attempt("payment-links", policy.id, limit=LINKS_A_DAY, seconds=_DAY)
    tx = Transaction()
    channel = queue(tx, policy, Told(what="demand", thing_id=policy.id, part=part.number))
    if channel is not None:
        tx.commit()
    return channel


def open_part(policy: Policy) -> Instalment | None:
    """Return the next instalment that can be paid on line; None without one."""
    is_open = policy.source is Source.OWN and policy.cancelled is None
    return policy.next_instalment if is_open else None


def link_to_payment(policy: Policy) -> str:
    """Return the client's page of the next instalment; empty if nothing can be paid on line."""
    part = open_part(policy)
    if part is None or not can_start(policy.account_id):
        return ""
    return url_of("demand", policy.account_id, policy.id, part.number)
