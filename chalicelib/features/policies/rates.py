"""Rates of commission by product, agent and day: the agent's own go before those of all agents."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Findings
from chalicelib.base.languages import N_
from chalicelib.features.policies.products import ProductSettings
from chalicelib.features.policies.rate_model import Rate, Setting
from chalicelib.features.policies.table import rates as table
from chalicelib.identity.agents import find_agent
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections

#: Percentages that are kept of one day's rate.
_MOST_FORMER = 20


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

    Policies keep the rate of their sale.
    """
    check_parts(caller, new.product, new.agent_id)
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
