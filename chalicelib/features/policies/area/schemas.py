"""Answers about own policies in the client area."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.base.formats import Code, of_length
from chalicelib.base.languages import N_
from chalicelib.base.words import ONE_LINE
from chalicelib.features.policies.life_schemas import LifeView
from chalicelib.features.policies.model import PolicyStatus
from chalicelib.http.bodies import Body, View
from chalicelib.http.money import MoneyView

_EXAMPLE = "01JQ8ZK3N5V7W9X2Y4B6D8F0HA"
LONGEST_REASON = 500


class AreaInstalmentView(View):
    """An instalment of an own policy."""

    number: int
    amount: MoneyView
    due: date
    paid_at: datetime | None
    state: Literal["paid", "late", "due", "later", "ended", "elsewhere"] = Field(
        description="`due`: from ten days before its date; `ended`: it was cancelled; `elsewhere`: sold elsewhere"
    )
    subject: str | None = Field(
        description="The name to start its payment by; null: nothing can be paid on line",
        examples=[f"inst#pol_{_EXAMPLE}#2"],
    )


class AreaPolicyLine(View):
    """An own policy in the list."""

    id: str = Field(examples=[f"pol_{_EXAMPLE}"])
    number: str
    client_id: str = Field(description="The client of yours who holds it")
    product: str = Field(description="The code of the product")
    product_name: str = Field(description="In the language of the call")
    object: str = Field(description="The insured thing in a line", examples=["LADA Vesta А123ВС 777"])
    status: PolicyStatus
    status_name: str = Field(description="In the language of the call")
    begins: date
    last_day: date = Field(description="The last day in force")
    next_instalment: AreaInstalmentView | None


class AreaOfferView(View):
    """An offer that waits for its payment."""

    quote_id: str = Field(examples=[f"quo_{_EXAMPLE}"])
    subject: str = Field(description="The name to start its payment by", examples=[f"quo#quo_{_EXAMPLE}"])
    product: str = Field(description="The code of the product")
    product_name: str = Field(description="In the language of the call")
    object: str = Field(description="The insured thing in a line")
    begins: date
    last_day: date = Field(description="The last day in force")
    premium: MoneyView
    first_instalment: MoneyView = Field(description="To be paid now")
    ends_at: datetime = Field(description="Until then it can be paid")
    renews: str | None = Field(description="The id of the policy that it renews", examples=[f"pol_{_EXAMPLE}"])


class AreaPolicyList(View):
    """The own policies, the latest beginning first, and the offers that wait for their payment."""

    items: list[AreaPolicyLine]
    offers: list[AreaOfferView] = Field(description="The latest first")


class AreaFact(View):
    """A fact of the terms in the language of the call."""

    label: str
    value: str


class AreaPolicyDocument(View):
    """A printed document of an own policy."""

    id: str = Field(examples=[f"doc_{_EXAMPLE}"])
    kind: Literal["e_policy", "receipt"]
    name: str
    instalment: int | None = Field(description="Of a receipt")
    language: str


class AreaPolicyFile(View):
    """A file of an own policy that staff have shown."""

    id: str = Field(examples=[f"fil_{_EXAMPLE}"])
    name: str
    content_type: str
    bytes: int
    added_at: datetime


class AreaProductDocument(View):
    """Rules or terms of insurance that hold for the policy."""

    title: str
    url: str


class AreaCancellation(View):
    """A cancellation of an own policy."""

    effective: date = Field(description="The last day in force")
    refund: MoneyView


class CancellationQuery(BaseModel):
    """The last day in force for which a refund is computed."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    on: date | None = Field(default=None, description="The last day in force; left out: today")


class AreaRefundView(View):
    """The refund of an own policy if it were cancelled now."""

    on: date = Field(description="The last day in force")
    online: bool = Field(description="It can be cancelled here; otherwise staff do it when asked")
    refund: MoneyView
    paid: MoneyView = Field(description="The premium that was paid and not paid back")
    earned: MoneyView = Field(description="Of it, for the days in force")
    kept: MoneyView = Field(description="Of the rest, the insurer's share")
    days_used: int
    days: int = Field(description="Of the whole term")
    in_cooling_off: bool = Field(description="Within the days in which a policyholder may change their mind")


class AreaCancelBody(Body):
    """The cancellation of an own policy."""

    on: date = Field(description="The last day in force: today or later", examples=["2027-03-10"])
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_REASON), ONE_LINE] = Field(
        default="", examples=["The car is sold"]
    )
    code: Annotated[
        str, StringConstraints(max_length=12), of_length(N_("Write the six digits of the code.")), ONE_LINE
    ] = Field(default="", description="The code that a former try has sent", examples=["123456"])


class AreaPolicyView(AreaPolicyLine):
    """An own policy."""

    holder: str = Field(description="The policyholder's name as of the sale")
    premium: MoneyView
    paid: MoneyView = Field(description="Paid and not paid back")
    sum_insured: MoneyView | None
    deductible: MoneyView | None
    terms: list[AreaFact] = Field(description="All terms in words: dates, sums, the insured thing, drivers, choices")
    instalments: list[AreaInstalmentView]
    documents: list[AreaPolicyDocument]
    documents_by_staff: list[Literal["e_policy", "receipt"]] = Field(
        description="Kinds of documents that could not be printed: staff were told, and prepare them"
    )
    files: list[AreaPolicyFile] = Field(description="Those that staff have shown to you, oldest first")
    rules: list[AreaProductDocument]
    agent: str | None = Field(description="The agent's name; null: sold by the organisation, or unknown")
    after_loss: list[str] = Field(description="What to do after a loss, step by step, in the language of the call")
    cancelled: AreaCancellation | None
    life: LifeView | None = Field(description="Of a life policy: days left, and the payout if it ended today")


class AreaRenewalBody(Body):
    """The choices of a renewal. One that is left out stays as it is in the policy."""

    options: dict[Code, Code] = Field(
        default_factory=dict, max_length=20, description="By code of a factor, the code of the chosen option"
    )
    plan: Code | None = Field(default=None, description="Code of a plan of payment")


class AreaRenewalView(View):
    """A renewal that is ready to be paid."""

    quote_id: str = Field(examples=[f"quo_{_EXAMPLE}"])
    subject: str = Field(description="The name to start its payment by", examples=[f"quo#quo_{_EXAMPLE}"])
