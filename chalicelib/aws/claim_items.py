"""The parts shared by all rows of the claims table: its index, and the making of its keys.

A claim is one item collection. The polymorphic root is here, below the features that keep rows in it.
"""

from pydantic import BaseModel
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.aws.dynamo import Row


class ByDue(GlobalSecondaryIndex["ClaimsRow"]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "by_due"
        projection = AllProjection()

    due_pk = UnicodeAttribute(hash_key=True)
    due_at = UnicodeAttribute(range_key=True)


class ClaimsRow(Row):
    """Root of all rows in this table; `model` gives a row as the frozen type of its feature."""

    class Meta:
        table_name = ""
        setting = "claims_table"

    by_due = ByDue()
    due_pk = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    ttl = NumberAttribute(null=True)

    def model(self) -> BaseModel | None:
        """Return the row's model; None for rows that only serve look-ups and conditions."""
        return None


def claim_key(account_id: str, claim_id: str) -> str:
    """Return the partition key of a claim and of everything in it."""
    return f"{account_id}#{claim_id}"
