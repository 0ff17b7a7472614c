"""E-mails to staff about policies that clients cancel themselves, in the transaction of the cancellation."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base import localized
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.shown import amount_of
from chalicelib.outbox import service as outbox
from chalicelib.tenancy.model import Account


def tell_staff(tx: Transaction, account: Account, policy: Policy) -> None:
    """Queue the e-mail about a cancelled policy to the administrators, and to the agent who sold it."""
    if policy.cancelled is None:
        return
    params = {
        "policy_id": policy.id,
        "number": policy.number,
        "day": localized.day(account.language, policy.cancelled.effective),
        "refund": amount_of(policy, policy.cancelled.refund, account.language),
    }
    queued = {"params": params, "channel": "email"}
    outbox.queue_message(tx, account_id=policy.account_id, data={"notice": "policy_cancelled_by_client", **queued})
    if policy.sold_by is not None:
        to_agent = {"notice": "policy_cancelled_of_agent", "user_id": policy.sold_by, **queued}
        outbox.queue_message(tx, account_id=policy.account_id, data=to_agent)
