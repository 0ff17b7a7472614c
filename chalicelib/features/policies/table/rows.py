"""Classes of the rows of policies, quotes and commission."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamo import Document
from chalicelib.aws.policy_items import PoliciesRow
from chalicelib.features.policies.model import Change, LedgerLine, Policy, Quote

__all__ = ["PoliciesRow"]


class PolicyRow(PoliciesRow, discriminator="policy"):
    """A policy: attributes for conditions, all other fields as a document."""

    document = Document()
    version = NumberAttribute()
    terms_rule = NumberAttribute(null=True)
    listed = Document(null=True)

    def model(self) -> Policy:
        return Policy.model_validate(
            {
                **self.document,
                "version": int(self.version),
                "terms_rule": int(self.terms_rule or 0),
                "listed": self.listed,
            }
        )


class QuoteRow(PoliciesRow, discriminator="quote"):
    """A quote, due on the day of its end."""

    document = Document()
    version = NumberAttribute()

    def model(self) -> Quote:
        return Quote.model_validate({**self.document, "version": int(self.version)})


class PolicyChangeRow(PoliciesRow, discriminator="policy_change"):
    """A change of a policy or a quote."""

    document = Document()

    def model(self) -> Change:
        return Change.model_validate(self.document)


class NumberRow(PoliciesRow, discriminator="policy_number"):
    """The policy with a folded number: there is one. `base`: in whose portfolio it stands."""

    policy_id = UnicodeAttribute()
    base = UnicodeAttribute()


class SequenceRow(PoliciesRow, discriminator="policy_sequence"):
    """The last number given to a policy of a product."""

    last = NumberAttribute(default=0)


class FoundRow(PoliciesRow, discriminator="policy_found"):
    """A place of a policy or a quote in a list, or a search term of a policy."""

    item_id = UnicodeAttribute()


class LedgerRow(PoliciesRow, discriminator="commission_line"):
    """A line of commission."""

    document = Document()

    def model(self) -> LedgerLine:
        return LedgerLine.model_validate(self.document)


class ClosedRow(PoliciesRow, discriminator="commission_closed"):
    """The closing of an agent's month: no line is added to it any more."""

    at = UnicodeAttribute()
    by = UnicodeAttribute()
