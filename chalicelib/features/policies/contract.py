"""The contract with back-ends: events of policies, quotes and commission, as types."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.base.languages import N_
from chalicelib.features.policies.model import Channel
from chalicelib.outbox.contract import EXAMPLE, EventData, EventKind, Identifier

PolicyId = Annotated[Identifier, Field(description="The policy", examples=[f"pol_{EXAMPLE}"])]
QuoteId = Annotated[Identifier, Field(description="The quote", examples=[f"quo_{EXAMPLE}"])]
ClientId = Annotated[Identifier, Field(description="The client who holds it", examples=[f"cli_{EXAMPLE}"])]
AgentId = Annotated[
    str | None, Field(max_length=60, description="The agent who sold it; null: the house's", examples=[None])
]
ConsoleUrl = Annotated[
    str,
    Field(
        max_length=400,
        pattern="^https?://",
        description="Its page in the console, for your staff",
        examples=[f"https://photos.example.org/console/policies/pol_{EXAMPLE}"],
    ),
]
Amount = Annotated[str, Field(max_length=40, pattern="^-?[0-9]+([.][0-9]+)?$", examples=["48320.50"])]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", description="ISO 4217", examples=["RUB"])]
Product = Annotated[str, Field(max_length=60, description="Code of the product", examples=["kasko"])]


class PolicyData(EventData):
    """A policy as it is after the change."""

    policy_id: PolicyId
    console_url: ConsoleUrl
    number: Annotated[str, Field(max_length=60, examples=["ХХХ 0123456789"])]
    product: Product
    client_id: ClientId
    channel: Annotated[Literal[*[each.value for each in Channel]], Field(examples=["agent"])]  # type: ignore[valid-type]
    agent_id: AgentId
    begins: date
    ends: date
    premium: Amount
    currency: Currency


class CancelledPolicyData(PolicyData):
    """A policy that ends before its term."""

    effective: Annotated[date, Field(description="The last day in force", examples=["2027-03-10"])]
    refund: Amount


class QuoteData(EventData):
    """A quote as it is after the change."""

    quote_id: QuoteId
    console_url: ConsoleUrl
    product: Product
    client_id: ClientId
    agent_id: AgentId


class SoldQuoteData(QuoteData):
    """A quote that became a policy."""

    policy_id: PolicyId


class CommissionData(EventData):
    """A line of an agent's commission."""

    policy_id: PolicyId
    console_url: ConsoleUrl
    agent_id: Annotated[str, Field(max_length=60, description="The agent", examples=[EXAMPLE])]
    month: Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}$", description="Of the statement", examples=["2026-12"])]
    amount: Annotated[Amount, Field(description="Negative if premium was paid back")]
    currency: Currency


#: By type, in the order in which they happen.
EVENTS: Mapping[str, EventKind] = {
    "quote.priced": EventKind(N_("A quote was priced"), "The price of a quote was computed.", QuoteData),
    "quote.sold": EventKind(N_("A quote was sold"), "A quote became a policy.", SoldQuoteData),
    "quote.expired": EventKind(N_("A quote expired"), "A quote ended without a sale.", QuoteData),
    "policy.issued": EventKind(
        N_("A policy was issued"), "A policy was sold, or reported by a back-end.", PolicyData, {"version": 1}
    ),
    "policy.changed": EventKind(
        N_("A policy was changed"), "Facts of a policy were changed, or an instalment was paid.", PolicyData
    ),
    "policy.renewed": EventKind(
        N_("A policy was renewed"), "Another policy follows this one, after its end.", PolicyData
    ),
    "policy.cancelled": EventKind(N_("A policy was cancelled"), "A policy ends before its term.", CancelledPolicyData),
    "commission.accrued": EventKind(
        N_("Commission was accrued"),
        "A payment of a client, or a refund, changed the commission of an agent.",
        CommissionData,
    ),
}
