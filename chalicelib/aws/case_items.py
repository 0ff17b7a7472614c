"""The parts shared by all rows of the cases table: its indexes and the making of its keys.

A case is one item collection, in which several features keep rows of their own classes; each feature's table.py lists
its own. The polymorphic root is here, below all of them.
"""

from pydantic import BaseModel
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.aws.dynamo import Row


class ByChange(GlobalSecondaryIndex["CasesRow"]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "by_change"
        projection = AllProjection()

    change_pk = UnicodeAttribute(hash_key=True)
    change_sk = UnicodeAttribute(range_key=True)


class ByStatus(GlobalSecondaryIndex["CasesRow"]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "by_status"
        projection = AllProjection()

    status_pk = UnicodeAttribute(hash_key=True)
    change_sk = UnicodeAttribute(range_key=True)


class ByProcess(GlobalSecondaryIndex["CasesRow"]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "by_process"
        projection = AllProjection()

    process_pk = UnicodeAttribute(hash_key=True)
    change_sk = UnicodeAttribute(range_key=True)


class ByHandler(GlobalSecondaryIndex["CasesRow"]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "by_handler"
        projection = AllProjection()

    handler_pk = UnicodeAttribute(hash_key=True)
    change_sk = UnicodeAttribute(range_key=True)


class ByWait(GlobalSecondaryIndex["CasesRow"]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "by_wait"
        projection = AllProjection()

    wait_pk = UnicodeAttribute(hash_key=True)
    wait_sk = UnicodeAttribute(range_key=True)


class ByReview(GlobalSecondaryIndex["CasesRow"]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "by_review"
        projection = AllProjection()

    review_pk = UnicodeAttribute(hash_key=True)
    review_sk = UnicodeAttribute(range_key=True)


class ByDue(GlobalSecondaryIndex["CasesRow"]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "by_due"
        projection = AllProjection()

    due_pk = UnicodeAttribute(hash_key=True)
    due_at = UnicodeAttribute(range_key=True)


class CasesRow(Row):
    """Root of all rows in this table; `model` gives a row as the frozen type of its feature."""

    class Meta:
        table_name = ""
        setting = "cases_table"

    by_change = ByChange()
    by_status = ByStatus()
    by_process = ByProcess()
    by_handler = ByHandler()
    by_wait = ByWait()
    by_review = ByReview()
    by_due = ByDue()
    change_pk = UnicodeAttribute(null=True)
    status_pk = UnicodeAttribute(null=True)
    process_pk = UnicodeAttribute(null=True)
    handler_pk = UnicodeAttribute(null=True)
    wait_pk = UnicodeAttribute(null=True)
    wait_sk = UnicodeAttribute(null=True)
    review_pk = UnicodeAttribute(null=True)
    review_sk = UnicodeAttribute(null=True)
    change_sk = UnicodeAttribute(null=True)
    due_pk = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    ttl = NumberAttribute(null=True)

    def model(self) -> BaseModel | None:
        """Return the row's model; None for rows that only serve look-ups and conditions."""
        return None


def case_key(account_id: str, case_id: str) -> str:
    """Return the partition key of a case and of everything in it."""
    return f"{account_id}#{case_id}"
