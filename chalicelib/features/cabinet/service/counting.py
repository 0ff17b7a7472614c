"""Figures of cabinets: counted in the transactions that issue policies and open cabinets, and read by month."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.features.cabinet import figures
from chalicelib.features.cabinet.figures import CabinetTally, Counts, Standing
from chalicelib.features.cabinet.table import figures as table
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.service import check_months
from chalicelib.identity.area.model import Registration
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts


class CabinetFigures(NamedTuple):
    """The counts of all months up to the last one of the figures."""

    first: str
    last: str
    counts: Mapping[str, Counts]

    def total(self) -> CabinetTally:
        """Return the tally of all months of the figures."""
        return self._tally(self.first, self.last)

    def of_month(self, month: str) -> CabinetTally:
        """Return the tally of a month, which may have no counts of its own."""
        return self._tally(month, month)

    def _tally(self, first: str, last: str) -> CabinetTally:
        earlier = [counts for month, counts in self.counts.items() if month < first]
        return figures.tally(earlier, [counts for month, counts in self.counts.items() if first <= month <= last])


def count_policy(tx: Transaction, policy: Policy, *, at: datetime | None = None) -> bool:
    """Count a client's first policy, in the transaction that issues it. Returns False for any later one."""
    before = _standing(policy.account_id, policy.client_id)
    if before.is_insured:
        return False
    _write(tx, before, before.model_copy(update={"is_insured": True}), at=at)
    return True


def count_cabinet(
    tx: Transaction, account_id: str, client_id: str, registration: Registration, *, at: datetime | None = None
) -> bool:
    """Count a client's first cabinet, in the transaction that opens it. Returns False for any later person of it."""
    before = _standing(account_id, client_id)
    if before.has_cabinet:
        return False
    _write(tx, before, before.model_copy(update={"has_cabinet": True}), figures.opened(registration), at=at)
    return True


def move(account_id: str, old: str, new: str) -> int:
    """Make one client of two that are merged. Returns 1; 0 if nothing is known of the old one."""
    return retry_stale(lambda: _move(account_id, old, new))


def forget(account_id: str, client_id: str) -> None:
    """Count an erased client no more. Idempotent."""
    retry_stale(lambda: _forget(account_id, client_id))


def show_figures(caller: Caller, *, since: str | None = None, until: str | None = None) -> CabinetFigures:
    """Return figures of the months from `since` to `until`: the last twelve by default. One Query.

    Raises Invalid (`?from`) for too many months, or none.
    """
    first, last = check_months(caller, since=since, until=until)
    return CabinetFigures(first, last, table.read_counts(caller.account_id, last=last))


def _standing(account_id: str, client_id: str) -> Standing:
    return table.get_standing(account_id, client_id) or Standing(account_id=account_id, client_id=client_id)


def _write(
    tx: Transaction, before: Standing, after: Standing, also: Counts | None = None, *, at: datetime | None = None
) -> None:
    after = after.model_copy(update={"version": before.version + 1})
    table.write_standing(tx, after)
    _count(tx, after, figures.changed_counts([before], [after]), also, at=at)


def _move(account_id: str, old: str, new: str) -> int:
    gone, tx = table.get_standing(account_id, old), Transaction()
    if gone is None:
        return 0
    before = _standing(account_id, new)
    after = before.model_copy(
        update={
            "is_insured": before.is_insured or gone.is_insured,
            "has_cabinet": before.has_cabinet or gone.has_cabinet,
            "version": before.version + 1,
        }
    )
    table.delete_standing(tx, gone)
    table.write_standing(tx, after)
    ended = figures.closed("merged") if gone.has_cabinet and before.has_cabinet else None
    _count(tx, after, figures.changed_counts([gone, before], [after]), ended)
    tx.commit()
    return 1


def _forget(account_id: str, client_id: str) -> None:
    gone, tx = table.get_standing(account_id, client_id), Transaction()
    if gone is None:
        return
    table.delete_standing(tx, gone)
    _count(tx, gone, figures.changed_counts([gone], []), figures.closed("erased") if gone.has_cabinet else None)
    tx.commit()


def _count(
    tx: Transaction, standing: Standing, counts: Counter[str], also: Counts | None, *, at: datetime | None = None
) -> None:
    counts.update(also or {})
    zone = accounts.load_account(standing.account_id).zone
    month = f"{(at or now()).astimezone(zone):%Y-%m}"
    table.add_counts(tx, standing.account_id, month, counts, spread_by=standing.client_id)
