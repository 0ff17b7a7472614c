"""Rows of rates of commission: `a#rates` | `<product>#<agent or *>#<first day>`."""

from collections.abc import Iterable
from datetime import date

from pynamodb.attributes import NumberAttribute

from chalicelib.aws.dynamo import Document, Transaction
from chalicelib.aws.policy_items import PoliciesRow, item_key
from chalicelib.features.policies.rate_model import Rate

#: Stands for an agent in the rates of all agents. It sorts before any id.
_ALL = "*"
#: Sorts right behind the sign between the parts of a key.
_BEHIND = "$"


class RateRow(PoliciesRow, discriminator="commission_rate"):
    """A rate from a day on."""

    document = Document()
    version = NumberAttribute()

    def model(self) -> Rate:
        return Rate.model_validate({**self.document, "version": int(self.version)})


def find_rate(account_id: str, product: str, agent_id: str | None, day: date) -> Rate | None:
    """Query: the latest rate of an agent, or of all agents, that began by a day."""
    first, last = (_sort_key(product, agent_id, each) for each in (date.min, day))
    rows = RateRow.query(
        _key(account_id), RateRow.sk.between(first, last), scan_index_forward=False, limit=1, consistent_read=True
    )
    return _first(rows)


def get_rate(account_id: str, product: str, agent_id: str | None, since: date) -> Rate | None:
    """GetItem: the rate that begins on a day."""
    try:
        return RateRow.get(_key(account_id), _sort_key(product, agent_id, since), consistent_read=True).model()
    except RateRow.DoesNotExist:
        return None


def list_rates(account_id: str, *, product: str | None, after: str | None, limit: int) -> tuple[list[Rate], str | None]:
    """Query: rates by product, agent and day, and the end of the page. A place beyond a product is its beginning."""
    first, last = (f"{product}#", f"{product}{_BEHIND}") if product else ("a", "{")
    begin = max(first, f"{after}!") if after else first
    if begin > last:  # DynamoDB refuses such a range
        return [], None
    rows = list(RateRow.query(_key(account_id), RateRow.sk.between(begin, last), limit=limit + 1, consistent_read=True))
    return [row.model() for row in rows[:limit]], rows[limit - 1].sk if len(rows) > limit else None


def put_rate(tx: Transaction, account_id: str, rate: Rate, *, replacing: Rate | None) -> None:
    """Write a rate that is new, or still of the version that was read."""
    document = rate.model_dump(mode="json", exclude={"version"}, exclude_defaults=True)
    key = _sort_key(rate.product, rate.agent_id, rate.since)
    row = RateRow(_key(account_id), key, document=document, version=rate.version)
    if replacing is None:
        tx.insert(row)
    else:
        tx.put(row, condition=RateRow.version == replacing.version)


def _first(rows: Iterable[RateRow]) -> Rate | None:
    return next((row.model() for row in rows), None)


def _key(account_id: str) -> str:
    return item_key(account_id, "rates")


def _sort_key(product: str, agent_id: str | None, day: date) -> str:
    return f"{product}#{agent_id or _ALL}#{day.isoformat()}"
