"""The policy that a caller's intention led to, for two days: a call is repeated after a crash."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.policy_items import PoliciesRow
from chalicelib.base.clock import now
from chalicelib.base.errors import DomainError

_KEPT = timedelta(days=2)


class IntentionRow(PoliciesRow, discriminator="policy_intention"):
    """The policy that came of an intention."""

    policy_id = UnicodeAttribute()


def find(account_id: str, digest: str) -> str | None:
    """GetItem: the policy of an intention."""
    try:
        return IntentionRow.get(f"{account_id}#once#{digest}", "once", consistent_read=True).policy_id
    except IntentionRow.DoesNotExist:
        return None


def write(
    tx: Transaction, account_id: str, digest: str, policy_id: str, *, otherwise: Callable[[str], DomainError]
) -> None:
    """Write which policy comes of an intention. `otherwise` gets the id of the one that came of it before."""

    def known(raw: dict[str, Any] | None) -> DomainError:
        return otherwise(IntentionRow.read(raw).policy_id if raw else "")

    row = IntentionRow(f"{account_id}#once#{digest}", "once", policy_id=policy_id)
    row.ttl = int((now() + _KEPT).timestamp())
    tx.insert(row, otherwise=known)
