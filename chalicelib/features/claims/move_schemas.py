"""HTTP bodies of a claim's changes and moves."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.base.errors import FieldError, Findings, Invalid
from chalicelib.base.formats import Code, explained, of_length
from chalicelib.base.languages import N_
from chalicelib.base.moments import GivenMoment
from chalicelib.base.money import Money
from chalicelib.base.time_zones import TimeZone
from chalicelib.base.words import BLOCK, NAMED
from chalicelib.features.claims.consignment_schemas import ConsignmentBody
from chalicelib.features.claims.model import Rejection
from chalicelib.features.claims.moving import Payment, Wished
from chalicelib.features.claims.patching import Changes
from chalicelib.features.claims.stages import RejectionReason
from chalicelib.features.payments.schemas import MoneyBody
from chalicelib.http.bodies import Body, unchanged
from chalicelib.identity.principals import user_id_of

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), NAMED]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), BLOCK]
Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    of_length(N_("Write the reason, in 1 to 500 characters.")),
    NAMED,
]
TransferNumber = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=60),
    of_length(N_("Write the number of the transfer, in 1 to 60 characters.")),
    NAMED,
]
Handler = Annotated[
    str,
    AfterValidator(lambda given: user_id_of(given) or given),
    explained(r"^(user:)?[A-Za-z0-9_-]{1,128}$", N_("Must be the id of a user, as a case's handler shows it.")),
    Field(examples=["0b7c2a4e-5d1f-4a86-9c3e-7f2d1b6a8e90"]),
]
_OTHER_WHY = N_("Write the reason in a few words, or choose one of the list.")
_VERSION = "Of the claim as you read it; 409 if it is another by now"
At = Annotated[GivenMoment, Field(examples=["2026-11-24T12:00:00+03:00"])]


class ClaimFactsBody(Body):
    """Facts of a claim. Omitted ones stay, a null removes one."""

    occurred_at: At | None = None
    place: ShortText | None = None
    zone: TimeZone | None = Field(default=None, description="IANA time zone of the place", examples=["Europe/Moscow"])
    description: LongText | None = None
    kind: Code | None = Field(default=None, description="Kind of loss", examples=["collision"])
    police_called: bool | None = None
    police_reference: ShortText | None = None
    without_police: bool | None = Field(default=None, description="Settled by the drivers' common notice")
    driver: ShortText | None = Field(default=None, description="Who drove", examples=["Иванов Иван Петрович"])
    own_workshop: bool | None = Field(default=None, description="The injured party chose the workshop")
    injured: bool | None = Field(default=None, description="People were injured")
    third_party: bool | None = Field(default=None, description="The claimant is not the policyholder")
    goods: Code | None = Field(default=None, description="Of cargo", examples=["pallet"])
    route: Code | None = Field(default=None, description="Of cargo", examples=["international"])
    mode: Code | None = Field(default=None, description="Of cargo", examples=["road"])
    law: Code | None = Field(
        default=None, description="Of the carriage, if not the one of its route and mode", examples=["cmr"]
    )
    total_loss: bool | None = Field(default=None, description="Of cargo: nothing arrived, or nothing is worth anything")
    cargo: ConsignmentBody | None = Field(default=None, description="The goods that were carried; null removes all")
    claimed: MoneyBody | None = None
    discovered_at: At | None = None
    known_at: At | None = None
    declared_at: At | None = None
    police_at: At | None = None
    complete_at: At | None = Field(default=None, description="All required papers were handed in")
    inspected_at: At | None = None
    decided_at: At | None = None
    referred_at: At | None = None
    taken_over_at: At | None = Field(default=None, description="By the workshop; of cargo: by the carrier")
    repaired_at: At | None = None
    paid_at: At | None = None
    agreed_at: At | None = None
    delivered_at: At | None = None
    reserved_apparent_at: At | None = Field(default=None, description="Reservation of damage seen at the delivery")
    reserved_hidden_at: At | None = Field(default=None, description="Reservation of damage found later")
    reserved_damage_at: At | None = Field(default=None, description="By air: complaint of damage")
    reserved_delay_at: At | None = Field(default=None, description="Reservation of delay")
    reserved_at: At | None = Field(
        default=None, description="A letter with all reservations at once: it meets the deadline of each"
    )
    claimed_at: At | None = None
    refused_at: At | None = None
    sued_at: At | None = None

    def changes(self, at: str = "/facts") -> dict[str, Any]:
        """Return the named facts as a claim has them; of the goods, those that are named.

        Raises Invalid, at fields below a pointer.
        """
        named, found = {name: getattr(self, name) for name in self.model_fields_set}, Findings()
        if self.claimed is not None:
            with found:
                named["claimed"] = _read(self.claimed, f"{at}/claimed")
        if self.cargo is not None:
            with found:
                named["cargo"] = self.cargo.changes(f"{at}/cargo")
        found.demand_none()
        return named


class ClaimChange(Body):
    """Changes of a claim. Omitted fields stay."""

    version: int = Field(ge=1, description=_VERSION)
    facts: ClaimFactsBody = Field(default_factory=unchanged)
    handler: Handler | None = Field(
        default_factory=unchanged, description="Somebody of `GET /v1/handlers`; null: nobody"
    )

    def changes(self) -> Changes:
        """Return the named changes. Raises Invalid."""
        facts = self.facts.changes() if self.facts is not None else {}
        return Changes(facts=facts, handler=self.handler, names_handler="handler" in self.model_fields_set)


class ClaimMove(Body):
    """A move of a claim that takes no more than its version."""

    version: int = Field(ge=1, description=_VERSION)


class ClaimMoveWithReason(ClaimMove):
    """A move of a claim, with its reason."""

    reason: Reason = Field(examples=["The client has sent new photos."])


AskedHow = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), NAMED]
_ASKED = Field(default=None, description="How the company asked for it", examples=["By phone, Ms García"])


class ClaimStart(ClaimMove):
    """The start of an announced claim by staff, for its company."""

    asked: AskedHow | None = _ASKED


class RejectionBody(ClaimMove):
    """The rejection of an announced claim; `other` takes a reason in words."""

    code: RejectionReason = Field(default=RejectionReason.OTHER, examples=["below_deductible"])
    reason: Reason | None = Field(default=None, description="Needed for `other`")

    def rejection(self) -> Rejection:
        """Return the rejection. Raises Invalid for `other` without words."""
        return rejection_of(self.code, self.reason)


class ClaimRejection(RejectionBody):
    """The rejection of an announced claim by staff, for its company."""

    asked: AskedHow | None = _ASKED


def rejection_of(code: RejectionReason, reason: str | None) -> Rejection:
    """Return a rejection. Raises Invalid for `other` without words."""
    if code is RejectionReason.OTHER and not reason:
        raise Invalid([FieldError("/reason", _OTHER_WHY)])
    return Rejection(code=code, text=reason or "")


class WishedDocumentBody(Body):
    """A document that the client is asked for again."""

    slot: Code = Field(description="Code of a document of the claim", examples=["police_report"])
    reason: Reason = Field(examples=["The second page is missing."])


class DocumentRequestBody(ClaimMove):
    """Documents that the client is asked for again: told of once, of all."""

    documents: list[WishedDocumentBody] = Field(min_length=1, max_length=40)

    def wished(self) -> list[Wished]:
        """Return the documents as the use case takes them; none of a list that can't be read."""
        return [Wished(each.slot, each.reason) for each in self.documents or ()]


class ClaimPaymentBody(ClaimMove):
    """A payment that was made."""

    day: date = Field(examples=["2026-12-20"])
    amount: MoneyBody
    reference: TransferNumber = Field(description="Of the transfer", examples=["PP-4411"])
    reason: Reason | None = Field(default=None, description="Needed for another amount than the decision's")

    def payment(self) -> Payment:
        """Return the payment as the use case takes it, for a check without the parts that can't be read.

        Raises Invalid.
        """
        return Payment(
            day=self.day.isoformat() if self.day is not None else "",
            money=_read(self.amount, "/amount"),
            reference=self.reference,
            reason=self.reason or "",
        )


def _read(body: MoneyBody | None, at: str) -> Money | None:
    """Return the money of a body; None of one that can't be read."""
    return body.read(at) if body is not None and body.amount and body.currency else None
