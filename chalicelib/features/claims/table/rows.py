"""Classes of the rows of claims."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws.claim_items import ClaimsRow
from chalicelib.aws.dynamo import Document
from chalicelib.features.claims.deadlines.model import Deadline
from chalicelib.features.claims.decision.model import Decision
from chalicelib.features.claims.model import Entry
from chalicelib.features.claims.processes import ClaimProcess
from chalicelib.features.claims.repair.model import Referral

__all__ = [
    "ClaimRow",
    "ClaimsRow",
    "DeadlineRow",
    "DecisionRow",
    "EntryRow",
    "FoundRow",
    "ReferralRow",
    "RulesRow",
    "WorkshopsRow",
]


class ClaimRow(ClaimsRow, discriminator="claim"):
    """A claim: attributes for conditions, its rules by their id, all other fields as a document.

    A refused one is due when it closes by itself, an announced one when its client is reminded.
    """

    document = Document()
    version = NumberAttribute()
    #: Absent of a claim without any.
    writes = NumberAttribute(null=True)
    stage = UnicodeAttribute()
    rules_id = UnicodeAttribute()


class EntryRow(ClaimsRow, discriminator="claim_entry"):
    """An entry of a claim's history."""

    document = Document()

    def model(self) -> Entry:
        return Entry.model_validate(self.document)


class RulesRow(ClaimsRow, discriminator="claim_rules"):
    """A process as it was when claims began in it. Never changed; many claims have the same."""

    document = Document()

    def model(self) -> ClaimProcess:
        return ClaimProcess.model_validate(self.document)


class DecisionRow(ClaimsRow, discriminator="claim_decision"):
    """A decision of a claim."""

    document = Document()

    def model(self) -> Decision:
        return Decision.model_validate(self.document)


class ReferralRow(ClaimsRow, discriminator="claim_referral"):
    """A referral of a claim to a workshop."""

    document = Document()
    version = NumberAttribute()

    def model(self) -> Referral:
        return Referral.model_validate({**self.document, "version": int(self.version)})


class WorkshopsRow(ClaimsRow, discriminator="claim_workshops"):
    """The workshops that an account has used last."""

    document = Document()


class FoundRow(ClaimsRow, discriminator="claim_found"):
    """A place of a claim in a list; the last part of the sort key is its id."""


class DeadlineRow(ClaimsRow, discriminator="claim_deadline"):
    """A deadline of a claim. Due at its next reminder."""

    document = Document()
    version = NumberAttribute()

    def model(self) -> Deadline:
        return Deadline.model_validate({**self.document, "version": int(self.version)})
