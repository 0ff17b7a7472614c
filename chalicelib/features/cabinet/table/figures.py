"""Rows of figures of cabinets, in the table `policies`; counts are spread over shards.

| item | pk | sk |
|---|---|---|
| the standing of a client | `a#standing#<client>` | `standing` |
| counts of a month | `a#cabinetfigures` | `<month>#<shard>` |
"""

from collections import Counter
from collections.abc import Mapping

from pynamodb.attributes import NumberAttribute

from chalicelib.aws import counters
from chalicelib.aws.counters import Counters
from chalicelib.aws.dynamo import Document, Transaction
from chalicelib.aws.policy_items import PoliciesRow, item_key
from chalicelib.features.cabinet.figures import Standing

_KIND = "cabinet_figures"
_STANDING = "standing"
#: Before the first month.
_BEGIN = "0"


class StandingRow(PoliciesRow, discriminator="cabinet_standing"):
    """The standing of a client; the version is an attribute for conditions."""

    document = Document()
    version = NumberAttribute()

    def model(self) -> Standing:
        return Standing.model_validate({**self.document, "version": int(self.version)})


class CabinetCountsRow(Counters, PoliciesRow, discriminator=_KIND):
    """Counts of a month."""

    KIND = _KIND


def get_standing(account_id: str, client_id: str) -> Standing | None:
    """GetItem: the standing of a client; None if it never had a policy or a cabinet."""
    try:
        return StandingRow.get(*_key(account_id, client_id), consistent_read=True).model()
    except StandingRow.DoesNotExist:
        return None


def write_standing(tx: Transaction, after: Standing) -> None:
    """Write the standing of a client, in the version after the one that was read; Stale if it changed meanwhile."""
    document = after.model_dump(mode="json", exclude={"version"}, exclude_defaults=True)
    row = StandingRow(*_key(after.account_id, after.client_id), document=document, version=after.version)
    if after.version == 1:
        tx.insert(row)
    else:
        tx.put(row, condition=StandingRow.version == after.version - 1)


def delete_standing(tx: Transaction, standing: Standing) -> None:
    """Delete the standing of a client as it was read; Stale if it changed meanwhile."""
    key = _key(standing.account_id, standing.client_id)
    tx.delete(StandingRow(*key), condition=StandingRow.version == standing.version)


def add_counts(tx: Transaction, account_id: str, month: str, counts: Mapping[str, int], *, spread_by: str) -> None:
    """Add to the counts of a month, in the shard of `spread_by` (a client's id)."""
    key = item_key(account_id, "cabinetfigures")
    counters.add_counts(tx, CabinetCountsRow, key=key, group=month, counts=counts, spread_by=spread_by)


def read_counts(account_id: str, *, last: str) -> dict[str, Counter[str]]:
    """Query: the counts of all months up to `last`."""
    key = item_key(account_id, "cabinetfigures")
    return counters.summed(CabinetCountsRow.query(key, CabinetCountsRow.sk.between(_BEGIN, f"{last}$")))


def _key(account_id: str, client_id: str) -> tuple[str, str]:
    return item_key(account_id, f"standing#{client_id}"), _STANDING
