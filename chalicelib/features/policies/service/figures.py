"""Figures of sales: counted in the transactions of the changes, and read by month, seller and product."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.features.policies.bases import view_of
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.sales_figures import Counts, SalesGroup, SalesTally, changed_counts, tally
from chalicelib.features.policies.settings import sale_settings
from chalicelib.features.policies.table import sales as table
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

MOST_MONTHS = 36
USUAL_MONTHS = 12
_YEAR = 12


class SalesFigures(NamedTuple):
    """The counts of some months, as of a day."""

    first: str
    last: str
    today: date
    late_before: date
    groups: Mapping[SalesGroup, Counts]

    @property
    def currencies(self) -> list[str]:
        """The currencies of the groups."""
        return sorted({group.currency for group in self.groups})

    def split[K: (str, SalesGroup)](self, by: Callable[[SalesGroup], K], currency: str) -> dict[K, SalesTally]:
        """Return the tallies of a currency by a part of the groups, in its order."""
        found: dict[K, list[tuple[SalesGroup, Counts]]] = {}
        for group, counts in self.groups.items():
            if group.currency == currency:
                found.setdefault(by(group), []).append((group, counts))
        return {each: self._sum(found[each], currency) for each in sorted(found)}

    def total(self, currency: str) -> SalesTally:
        """Return the tally of all groups of a currency."""
        return self._sum([each for each in self.groups.items() if each[0].currency == currency], currency)

    def _sum(self, groups: Iterable[tuple[SalesGroup, Counts]], currency: str) -> SalesTally:
        return tally(groups, currency, today=self.today, late_before=self.late_before)


def count_change(tx: Transaction, account: Account, before: Policy | None, after: Policy) -> None:
    """Count a change of a policy, in the transaction that writes it under its version."""
    changes = changed_counts(before, after, account.zone)
    table.add_counts(tx, account.id, changes, spread_by=after.id)


def show_sales_figures(
    caller: Caller,
    *,
    since: str | None = None,
    until: str | None = None,
    seller: str | None = None,
    product: str | None = None,
) -> SalesFigures:
    """Return figures of the months from `since` to `until`: USUAL_MONTHS up to the present one by default. One Query.

    Agents see their own sales only. Raises Invalid (`?from`) for more than MOST_MONTHS, or none.
    """
    account = accounts.load_account(caller.account_id)
    first, last = check_months(caller, since=since, until=until)
    own = view_of(caller).own if caller.role == "agent" else None
    groups = {
        group: counts
        for group, counts in table.read_counts(account.id, first=first, last=last).items()
        if own in (None, group.seller) and seller in (None, group.seller) and product in (None, group.product)
    }
    today = now().astimezone(account.zone).date()
    late_before = today - timedelta(days=sale_settings(account.id).grace_days)
    return SalesFigures(first, last, today, late_before, groups)


def check_months(caller: Caller, *, since: str | None, until: str | None) -> tuple[str, str]:
    """Return the first and the last month of such figures. Raises Invalid as `show_sales_figures`."""
    present = f"{now().astimezone(accounts.load_account(caller.account_id).zone):%Y-%m}"
    last = min(until or present, present)
    first = since or earlier_month(last, USUAL_MONTHS - 1)
    if first > last:
        message = N_("The first month must not lie after the last one, nor in the future.")
        raise Invalid([FieldError("?from", message, follows=("?to",))])
    if first <= earlier_month(last, MOST_MONTHS):
        message = N_("At most {months} months can be shown at once.")
        raise Invalid([FieldError("?from", message, {"months": MOST_MONTHS}, ("?to",))])
    return first, last


def earlier_month(month: str, by: int) -> str:
    """Return the month so many months before another, as `2026-12`."""
    years, number = divmod(int(month[:4]) * _YEAR + int(month[5:]) - 1 - by, _YEAR)
    return f"{max(years, 1):04}-{number + 1:02}"
