"""The contract with back-ends: events of payments, as types."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.base.languages import N_
from chalicelib.outbox.contract import EXAMPLE, EventData, EventKind, Identifier

PaymentId = Annotated[Identifier, Field(description="The payment", examples=[f"pay_{EXAMPLE}"])]
Subject = Annotated[
    str,
    Field(
        max_length=120, description="The thing that is paid, by its kind and ids", examples=[f"inst#pol_{EXAMPLE}#2"]
    ),
]
Amount = Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)?$", max_length=20, examples=["24160.25"])]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", description="ISO 4217", examples=["RUB"])]
ConsoleUrl = Annotated[
    str,
    Field(
        max_length=400,
        pattern="^https?://",
        description="The payment's page in the console, for your staff",
        examples=[f"https://photos.example.org/console/payments/pay_{EXAMPLE}"],
    ),
]


class PaymentData(EventData):
    """A payment as it is after the change."""

    payment_id: PaymentId
    console_url: ConsoleUrl
    subject: Subject
    state: Literal["succeeded", "canceled", "expired", "mismatch", "refunded"]
    amount: Amount
    currency: Currency


class SettledData(PaymentData):
    """A payment that the provider received."""

    is_settled: Annotated[
        bool,
        Field(description="False: its subject was not due any more, and the money goes back", examples=[True]),
    ]


class RefundData(PaymentData):
    """A payment of which money was returned."""

    refund_id: Annotated[Identifier, Field(description="The refund", examples=[f"ref_{EXAMPLE}"])]
    refunded: Annotated[Amount, Field(description="Returned by this refund", examples=["24160.25"])]


#: By type, in the order in which they happen.
EVENTS: Mapping[str, EventKind] = {
    "payment.succeeded": EventKind(
        N_("A payment succeeded"),
        "The provider received the money of a payment.",
        SettledData,
        {"state": "succeeded"},
    ),
    "payment.failed": EventKind(
        N_("A payment failed"), "A payment was declined, or its time ran out.", PaymentData, {"state": "canceled"}
    ),
    "payment.mismatch": EventKind(
        N_("A payment has a wrong sum"),
        "The provider received another sum, or another currency: nothing is settled by it.",
        PaymentData,
        {"state": "mismatch"},
    ),
    "payment.refunded": EventKind(
        N_("Money of a payment was returned"),
        "The provider returned money of a payment, all of it or a part.",
        RefundData,
        {"state": "refunded"},
    ),
}
