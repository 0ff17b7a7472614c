"""Classes of the rows of payments in the policies table."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamo import Document
from chalicelib.aws.policy_items import PoliciesRow
from chalicelib.features.payments.model import Payment, Refund, SavedMethod


class PaymentRow(PoliciesRow, discriminator="payment"):
    """A payment: attributes for conditions, all other fields as a document."""

    document = Document()
    version = NumberAttribute()

    def model(self) -> Payment:
        return Payment.model_validate({**self.document, "version": int(self.version)})


class RefundRow(PoliciesRow, discriminator="payment_refund"):
    """A refund of a payment, likewise."""

    document = Document()
    version = NumberAttribute()

    def model(self) -> Refund:
        return Refund.model_validate({**self.document, "version": int(self.version)})


class SavedMethodRow(PoliciesRow, discriminator="payment_method"):
    """A saved method of a payer."""

    document = Document()

    def model(self) -> SavedMethod:
        return SavedMethod.model_validate(self.document)


class PaymentLookUpRow(PoliciesRow, discriminator="payment_look_up"):
    """A payment found by its subject, its day, its provider's id, or as the open one of a subject."""

    payment_id = UnicodeAttribute()
