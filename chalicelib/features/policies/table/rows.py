"""Classes of the rows of policies."""

from chalicelib.aws.policy_items import PoliciesRow

__all__ = ["PoliciesRow"]
