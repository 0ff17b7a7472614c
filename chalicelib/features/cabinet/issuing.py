"""The cabinet's part in the issue of a policy: the look whether its client is invited, its reminders, figures."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.features.cabinet.joining.service.inviting import look_with_policy
from chalicelib.features.cabinet.reminders.planning import plan_policy
from chalicelib.features.cabinet.service.counting import count_policy
from chalicelib.features.policies.model import Policy


def follow_issue(tx: Transaction, policy: Policy) -> None:
    """Write the cabinet's part into the transaction that issues a policy."""
    look_with_policy(tx, policy)
    plan_policy(tx, policy)
    count_policy(tx, policy)
