"""Inspections in the table of policies.

| item | pk | sk |
|---|---|---|
| the last photo request of a quote | `<account>#<quote>` | `inspection` |
"""

from pynamodb.attributes import NumberAttribute

from chalicelib.aws.dynamo import Document, Otherwise, Transaction
from chalicelib.aws.policy_items import PoliciesRow, item_key
from chalicelib.features.inspections.model import Inspection


class InspectionRow(PoliciesRow, discriminator="quote_inspection"):
    """The last photo request of a quote."""

    document = Document()
    number = NumberAttribute()

    def model(self) -> Inspection:
        return Inspection.model_validate({**self.document, "number": int(self.number)})


def get_inspection(account_id: str, quote_id: str) -> Inspection | None:
    """GetItem: the inspection of a quote."""
    try:
        return InspectionRow.get(item_key(account_id, quote_id), "inspection", consistent_read=True).model()
    except InspectionRow.DoesNotExist:
        return None


def write_inspection(
    tx: Transaction, inspection: Inspection, *, replacing: Inspection | None, otherwise: Otherwise
) -> None:
    """Write an inspection whose row is still the one that was read."""
    row = InspectionRow(
        item_key(inspection.account_id, inspection.quote_id),
        "inspection",
        document=inspection.model_dump(mode="json", exclude={"number"}),
        number=inspection.number,
    )
    if replacing is None:
        tx.insert(row, otherwise=otherwise)
    else:
        tx.put(row, condition=InspectionRow.number == replacing.number, otherwise=otherwise)
