"""Rates of commission by product, agent and day: the agent's own go before those of all agents."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, FieldError, Findings
from chalicelib.base.languages import N_
from chalicelib.features.policies import table as policies
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.products import ProductSettings
from chalicelib.features.policies.rate_model import Rate, Setting
from chalicelib.features.policies.table import rates as table
from chalicelib.identity.agents import find_agent
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections
from chalicelib.tenancy import service as accounts

#: Percentages that are kept of one day's rate.
_MOST_FORMER = 20
#: Sales that are looked through for one of a product.
_MOST_SALES = 2000


class NewRate(NamedTuple):
    """A rate to set."""

    product: str
    agent_id: str | None
    since: date
    percent: Decimal


def rate_on(account_id: str, product: str, agent_id: str, day: date) -> Decimal:
    """Return the percentage of an agent's sales on a day: the agent's own, else that of all agents, else 0."""
    for whose in (agent_id, None):
        found = table.find_rate(account_id, product, whose, day)
        if found is not None:
            return found.present.percent
    return Decimal(0)


def set_rate(caller: Caller, new: NewRate) -> Rate:
    """Set the rate of a product from a day on, and return it. Idempotent. Raises Invalid, Conflict.

    Policies keep the rate of their sale, so a rate of a day with sales would be untrue. Conflict names the first day
    that it may have.
    """
    check_parts(caller, new.product, new.agent_id)
    _demand_no_sales(caller.account_id, new)
    return retry_stale(lambda: _set(caller, new))


def check_parts(caller: Caller, product: str | None, agent_id: str | None) -> None:
    """Raise Invalid for an unknown product or agent of a rate. None could not be read, or is left out."""
    found = Findings()
    products = {each.code for each in sections.load(caller.account_id, ProductSettings).products}
    if product is not None and product not in products:
        message, named = N_("There is no such product; there are: {known}."), {"known": ", ".join(sorted(products))}
        found.add([FieldError("/product", message, named)])
    if agent_id is not None and find_agent(caller.account_id, agent_id) is None:
        message = N_("There is no agent with access of this id. Leave it out for all agents.")
        found.add([FieldError("/agent_id", message)])
    found.demand_none()


def list_rates(
    caller: Caller, *, product: str | None = None, after: str | None = None, limit: int = 100
) -> tuple[list[Rate], str | None]:
    """Return rates by product, agent and day, those of all agents first; and the end of the page."""
    return table.list_rates(caller.account_id, product=product, after=after, limit=limit)


def _demand_no_sales(account_id: str, new: NewRate) -> None:
    zone = accounts.load_account(account_id).zone
    latest = _latest_sale(account_id, new, zone)
    known = table.get_rate(account_id, new.product, new.agent_id, new.since)
    if latest is None or (known is not None and known.present.percent == new.percent):
        return
    following = latest + timedelta(days=1)
    message = N_("Policies were sold by the former rate up to {latest}. The new one can begin on {following} or later.")
    raise Conflict(message, extra={"since": following.isoformat()}, latest=latest, following=following)


def _latest_sale(account_id: str, new: NewRate, zone: ZoneInfo) -> date | None:
    """Return the day of the latest sale that a rate would have been for; None without one."""
    scope = f"{account_id}#{new.agent_id}" if new.agent_id else account_id
    for number, sold in enumerate(_sales(account_id, scope)):
        day = sold.issued_at.astimezone(zone).date()
        if day < new.since:
            return None
        is_of_product = sold.insured.product == new.product and _takes(sold, new.agent_id)
        if is_of_product or number >= _MOST_SALES:  # so many of other products: the day counts as one with sales
            return day
    return None


def _takes(sold: Policy, agent_id: str | None) -> bool:
    """Return True if a policy took a rate of an agent, or of any with None."""
    credited = sold.commission.agent_id if sold.commission else sold.sold_by
    return credited is not None and agent_id in (None, credited)


def _sales(account_id: str, scope: str) -> Iterator[Policy]:
    """Yield the policies of a scope, the latest sale first."""
    after: str | None = None
    while True:
        ids, after = policies.list_sold(scope, after=after, limit=policies.AT_ONCE)
        found = policies.get_policies(account_id, ids)
        yield from (found[each] for each in ids if each in found)
        if after is None:
            return


def _set(caller: Caller, new: NewRate) -> Rate:
    before = table.get_rate(caller.account_id, new.product, new.agent_id, new.since)
    if before is not None and before.present.percent == new.percent:
        return before
    present = Setting(percent=new.percent, at=now(), by=caller.actor)
    after = Rate(product=new.product, agent_id=new.agent_id, since=new.since, present=present)
    if before is not None:
        former = (*before.former, before.present)[-_MOST_FORMER:]
        after = after.model_copy(update={"former": former, "version": before.version + 1})
    tx = Transaction()
    table.put_rate(tx, caller.account_id, after, replacing=before)
    tx.commit()
    return after
