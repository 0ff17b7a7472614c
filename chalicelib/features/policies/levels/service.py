"""Levels of underlyings: told by the day, corrected with a trace, removed.

An underlying is one that a life product of the account names as a choice of its field `underlying`.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.dates import NOT_A_DATE
from chalicelib.base.errors import FieldError, Findings, Invalid, NotFound
from chalicelib.base.languages import N_
from chalicelib.features.clients.rules import today_in
from chalicelib.features.policies.investments import underlyings_of
from chalicelib.features.policies.levels.model import DayLevel, Latest, Quoted
from chalicelib.features.policies.product_types import FieldChoice
from chalicelib.features.policies.products import ProductSettings
from chalicelib.features.policies.table import levels as table
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections
from chalicelib.tenancy import service as accounts

_EARLIEST = date(1900, 1, 1)
#: Values that are kept of one day.
_MOST_FORMER = 20
NO_UNDERLYING = N_(
    "There is no such underlying. Add it to the values of the field “underlying” of a life product first."
)
_NO_LEVEL = N_("This underlying has no level of that day.")


class Underlying(NamedTuple):
    """An underlying that products name, and its latest level."""

    choice: FieldChoice
    latest: Latest | None


def list_underlyings(caller: Caller) -> list[Underlying]:
    """Return the underlyings of all products, in their order: a GetItem and a Query."""
    latest = table.list_latest(caller.account_id)
    return [Underlying(each, latest.get(code)) for code, each in _known(caller).items()]


def set_level(caller: Caller, underlying: str, day: str, value: str) -> DayLevel:
    """Set the level of a day, and return it. Idempotent; another value is a correction, and keeps the former one.

    Raises NotFound for an underlying that no product names, and Invalid.
    """
    on = check_level(caller, underlying, day, value)
    return retry_stale(lambda: _set(caller, underlying, on, Decimal(value)))


def check_level(caller: Caller, underlying: str, day: str, value: str | None) -> date:
    """Return the day of a level. Raises NotFound, and Invalid with all errors. A value of None could not be read."""
    _demand_known(caller, underlying)
    found = Findings()
    on = found.attempt(lambda: read_day(day), otherwise=date.min)
    today = today_in(accounts.load_account(caller.account_id))
    if not found.errors and not _EARLIEST <= on <= today:
        bounds = {"first": _EARLIEST, "last": today}
        found.add([FieldError("/day", N_("Must be a day between {first} and {last}."), bounds)])
    if value is not None and Decimal(value) == 0:
        found.add([FieldError("/level", N_("Must be more than 0."))])
    found.demand_none()
    return on


def read_day(written: str) -> date:
    """Return the day of a path, such as 2026-11-27. Raises Invalid."""
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise Invalid([FieldError("/day", NOT_A_DATE)]) from error


def remove_level(caller: Caller, underlying: str, day: str) -> None:
    """Remove a level that is wrong. Raises NotFound."""
    _demand_known(caller, underlying)
    try:
        on = read_day(day)
    except Invalid as error:
        raise NotFound(_NO_LEVEL) from error
    retry_stale(lambda: _remove(caller.account_id, underlying, on))


def list_levels(
    caller: Caller, underlying: str, *, first: date | None, last: date | None, limit: int
) -> tuple[list[DayLevel], date | None]:
    """Return levels of an underlying, the latest first, and the last day of the next page. Raises NotFound."""
    _demand_known(caller, underlying)
    levels, more = table.list_levels(
        caller.account_id, underlying, first=first or _EARLIEST, last=last or date.max, limit=limit
    )
    return levels, levels[-1].day - timedelta(days=1) if more else None


def _known(caller: Caller) -> dict[str, FieldChoice]:
    settings = sections.show(caller.account_id, ProductSettings).value
    return underlyings_of((*settings.products, *settings.former))


def _demand_known(caller: Caller, underlying: str) -> None:
    if underlying not in _known(caller):
        raise NotFound(NO_UNDERLYING)


def _set(caller: Caller, underlying: str, day: date, value: Decimal) -> DayLevel:
    account_id = caller.account_id
    before = table.get_level(account_id, underlying, day)
    if before is not None and before.present.value == value:
        return before
    removed = table.get_level(account_id, underlying, day, removed=True) if before is None else None
    latest = table.get_latest(account_id, underlying)
    after = DayLevel(underlying=underlying, day=day, present=Quoted(value=value, at=now(), by=caller.actor))
    if (traced := before or removed) is not None:
        former = (*traced.former, traced.present)[-_MOST_FORMER:]
        after = after.model_copy(update={"former": former, "version": traced.version + 1})
    tx = Transaction()
    table.put_level(tx, account_id, after, replacing=before)
    if removed is not None:
        table.forget_removed(tx, account_id, removed)
    if latest is None or day >= latest.day:
        table.put_latest(tx, account_id, underlying, _as_latest(after), before=latest)
    tx.commit()
    return after


def _remove(account_id: str, underlying: str, day: date) -> None:
    level = table.get_level(account_id, underlying, day)
    if level is None:
        raise NotFound(_NO_LEVEL)
    latest = table.get_latest(account_id, underlying)
    tx = Transaction()
    table.remove_level(tx, account_id, level)
    if latest is not None and latest.day == day:
        previous = table.latest_by(account_id, underlying, day - timedelta(days=1))
        table.put_latest(tx, account_id, underlying, _as_latest(previous) if previous else None, before=latest)
    tx.commit()


def _as_latest(level: DayLevel) -> Latest:
    return Latest(underlying=level.underlying, day=level.day, value=level.present.value)
