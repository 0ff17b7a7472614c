"""Figures of the insurer's own sales: the counts that a change of a policy brings, and their sums.

All are whole numbers: of policies, of instalments, of the smallest units of a currency.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.base.money import Money, of_minor
from chalicelib.features.policies.model import Instalment, Policy, Source

type Counts = Mapping[str, int]
SALES, WRITTEN, RECEIVED, REFUNDED = "sales", "written", "received", "refunded"
#: With the day of the month on which they are due: unpaid instalments of policies that last, and their sum.
_OPEN, _UNPAID = "open_", "unpaid_"


class SalesGroup(NamedTuple):
    """The counted changes of one month, seller, product and currency."""

    #: In the account's time zone, as `2026-12`.
    month: str
    #: The agent, or `house`.
    seller: str
    product: str
    currency: str


class SalesTally(NamedTuple):
    """The figures of some groups of a currency, as of a day."""

    sales: int
    written: Money
    received: Money
    refunded: Money
    #: Instalments that are due by that day and not paid; the late ones among them are beyond the days of grace.
    due: int
    due_sum: Money
    late: int
    late_sum: Money


def changed_counts(before: Policy | None, after: Policy, zone: ZoneInfo) -> dict[SalesGroup, Counter[str]]:
    """Return the counts that a change of a policy adds, by group. Policies that were sold elsewhere add none.

    `before` None: a new policy, or one from before sales were counted; all of it is counted then.
    """
    found: dict[SalesGroup, Counter[str]] = {}
    if after.source is not Source.OWN:
        return found
    seller = after.sold_by or "house"
    for month, name, number in _changes(before if before and before.counted else None, after, zone):
        group = SalesGroup(month, seller, after.insured.product, after.currency)
        found.setdefault(group, Counter())[name] += number
    kept = {group: Counter({name: number for name, number in each.items() if number}) for group, each in found.items()}
    return {group: each for group, each in kept.items() if each}


def tally(groups: Iterable[tuple[SalesGroup, Counts]], currency: str, *, today: date, late_before: date) -> SalesTally:
    """Return the sum of groups of a currency; instalments are late if they were due before `late_before`."""
    total = Counter[str]()
    for group, counts in groups:
        for name, number in counts.items():
            total.update(_as_of(group.month, name, number, today=today, late_before=late_before))
    return SalesTally(
        sales=total[SALES],
        written=of_minor(total[WRITTEN], currency),
        received=of_minor(total[RECEIVED], currency),
        refunded=of_minor(total[REFUNDED], currency),
        due=total["due"],
        due_sum=of_minor(total["due_sum"], currency),
        late=total["late"],
        late_sum=of_minor(total["late_sum"], currency),
    )


def _changes(before: Policy | None, after: Policy, zone: ZoneInfo) -> Iterator[tuple[str, str, int]]:
    """Yield the month, the name and the number of each count that a change adds."""
    if before is None:
        yield _month(after.issued_at, zone), SALES, 1
        yield _month(after.issued_at, zone), WRITTEN, _minor(after, after.premium)
    paid = {each.number: each for each in before.instalments if each.paid_at} if before else {}
    changed = _month(after.changed_at, zone)
    yield changed, REFUNDED, _minor(after, after.refunded) - (_minor(before, before.refunded) if before else 0)
    for each in after.instalments:
        if each.paid_at and each.number not in paid:
            yield _month(each.paid_at, zone), RECEIVED, _minor(after, each.amount)
        elif each.number in paid and not each.paid_at:  # all of it went back: it is due again
            yield changed, REFUNDED, _minor(after, each.amount)
    yield from _open(after, 1)
    yield from _open(before, -1) if before else ()


def _open(policy: Policy, sign: int) -> Iterator[tuple[str, str, int]]:
    """Yield the counts of unpaid instalments by the day on which they are due; a cancelled policy has none."""
    waiting: tuple[Instalment, ...] = () if policy.cancelled else policy.instalments
    for each in waiting:
        if each.paid_at is None:
            month = f"{each.due:%Y-%m}"
            yield month, f"{_OPEN}{each.due.day:02}", sign
            yield month, f"{_UNPAID}{each.due.day:02}", sign * _minor(policy, each.amount)


def _as_of(month: str, name: str, number: int, *, today: date, late_before: date) -> dict[str, int]:
    """Return a count under the names of a tally: of unpaid instalments only those that are due."""
    for prefix, suffix in ((_OPEN, ""), (_UNPAID, "_sum")):
        if name.startswith(prefix):
            due = f"{month}-{name.removeprefix(prefix)}"
            late = {f"late{suffix}": number} if due < late_before.isoformat() else {}
            return {f"due{suffix}": number, **late} if due <= today.isoformat() else {}
    return {name: number}


def _month(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m}"


def _minor(policy: Policy, amount: Decimal) -> int:
    return policy.insured.money(amount).minor
