"""Rows of visits, in the partition of their case: sort key `visit#<id>`."""

from datetime import datetime

from pydantic import AwareDatetime
from pynamodb.attributes import UnicodeAttribute

from chalicelib.aws.case_items import CasesRow, case_key
from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.shards import due_shard
from chalicelib.base.clock import stamp
from chalicelib.base.models import Frozen


class Visit(Frozen):
    """A visit of an appraiser."""

    id: str
    account_id: str
    case_id: str
    place: str
    at: AwareDatetime


class VisitRow(CasesRow, discriminator="sample_visit"):
    """A visit; it falls due when it is to begin."""

    place = UnicodeAttribute()
    at = UnicodeAttribute()

    def model(self) -> Visit:
        account_id, _, case_id = self.pk.partition("#")
        at = datetime.fromisoformat(self.at)
        return Visit(id=self.sk.removeprefix("visit#"), account_id=account_id, case_id=case_id, place=self.place, at=at)


def insert_visit(tx: Transaction, visit: Visit) -> None:
    """Add a new visit."""
    row = VisitRow(
        case_key(visit.account_id, visit.case_id), f"visit#{visit.id}", place=visit.place, at=stamp(visit.at)
    )
    row.due_pk, row.due_at = due_shard(visit.id), stamp(visit.at)
    tx.insert(row)


def settle_visit(tx: Transaction, pk: str, sk: str) -> None:
    """Remove a visit from the due rows."""
    tx.update(VisitRow(pk, sk), actions=[CasesRow.due_pk.remove()])
