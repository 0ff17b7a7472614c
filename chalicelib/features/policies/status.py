"""The status of policies and quotes, computed from their facts at a moment in the account's time zone."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from chalicelib.features.policies.model import Policy, PolicyStatus, Quote, QuoteStatus, Source

#: The statuses of policies that are over.
OVER = frozenset({PolicyStatus.CANCELLED, PolicyStatus.RENEWED, PolicyStatus.EXPIRED})


def begin_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment of a day in a zone."""
    return datetime.combine(day, datetime.min.time(), tzinfo=zone)


def term_of(policy: Policy, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the moments between which a policy is in force, once it is paid: [first, after the last)."""
    return begin_of(policy.insured.begins, zone), begin_of(policy.last_day + timedelta(days=1), zone)


def is_in_force(policy: Policy, moment: datetime, zone: ZoneInfo) -> bool:
    """Return True if a policy covers a loss of a moment.

    Cover begins with the payment of the first instalment, not before the term (Civil Code of Russia, article 957).
    """
    begins, ends = term_of(policy, zone)
    since = policy.paid_since if policy.source is Source.OWN and policy.premium else begins
    return since is not None and max(begins, since) <= moment < ends


def never_begins(policy: Policy) -> bool:
    """Return True if a policy was cancelled before its first day, so that it is never in force."""
    return policy.cancelled is not None and policy.last_day < policy.insured.begins


class Gap(StrEnum):
    """The reason why a policy does not cover a loss of a moment."""

    NOT_BEGUN = "not_begun"
    NOT_PAID = "not_paid"
    CANCELLED = "cancelled"
    ENDED = "ended"


def gap_at(policy: Policy, moment: datetime, zone: ZoneInfo) -> Gap | None:
    """Return the reason why a policy does not cover a loss of a moment; None if it does."""
    if is_in_force(policy, moment, zone):
        return None
    begins, ends = term_of(policy, zone)
    if moment < begins:
        return Gap.CANCELLED if never_begins(policy) else Gap.NOT_BEGUN
    if moment >= ends:
        return Gap.CANCELLED if policy.cancelled and policy.last_day < policy.insured.ends else Gap.ENDED
    return Gap.NOT_PAID


def statuses_of(policy: Policy, moment: datetime, zone: ZoneInfo, *, grace_days: int = 0) -> tuple[PolicyStatus, ...]:
    """Return all statuses of a policy that hold at a moment, the main one first."""
    begins, ends = term_of(policy, zone)
    own = policy.source is Source.OWN and policy.premium > 0
    over = moment >= ends or never_begins(policy)
    late = own and _is_late(policy, moment.astimezone(zone).date(), grace_days)
    holds = {
        PolicyStatus.CANCELLED: policy.cancelled is not None and over,
        PolicyStatus.RENEWED: policy.successor_id is not None and moment >= ends,
        PolicyStatus.EXPIRED: policy.cancelled is None and moment >= ends,
        PolicyStatus.AWAITING_PAYMENT: own and policy.paid_since is None and not over,
        PolicyStatus.CANCEL_PENDING: policy.cancelled is not None and not over,
        PolicyStatus.UNPAID: late and policy.paid_since is not None and not over,
        PolicyStatus.IN_FORCE: is_in_force(policy, moment, zone),
        PolicyStatus.PENDING: moment < begins and not over,
    }
    return tuple(each for each in PolicyStatus if holds[each])


def quote_status(quote: Quote, moment: datetime, *, bound_elsewhere: bool = False) -> QuoteStatus:
    """Return the status of a quote; `bound_elsewhere`: another agent than the quote's has sold to its client."""
    if quote.policy_id is not None:
        return QuoteStatus.SOLD
    if bound_elsewhere:
        return QuoteStatus.TAKEN_OVER
    if moment >= quote.ends_at:
        return QuoteStatus.EXPIRED
    if quote.offered_at is not None:
        return QuoteStatus.OFFERED
    return QuoteStatus.PRICED if quote.price is not None else QuoteStatus.OPEN


def _is_late(policy: Policy, today: date, grace_days: int) -> bool:
    following = policy.next_instalment
    return following is not None and today > following.due + timedelta(days=grace_days)
