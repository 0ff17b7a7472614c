"""HTTP bodies of payments."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, JsonValue, StringConstraints

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.formats import formatted
from chalicelib.base.languages import N_
from chalicelib.base.money import NOT_A_CURRENCY, Money, WrongMoney, is_currency, read_money
from chalicelib.base.words import ONE_LINE
from chalicelib.features.payments.model import ProviderCode, State
from chalicelib.features.payments.providers.model import Reason
from chalicelib.http.bodies import Body, View
from chalicelib.http.money import MoneyView

#: A currency with three digits after the point.
_FINEST = "KWD"
_SUBJECT = "inst#pol_01JQ8ZK3N5V7W9X2Y4B6D8F0HA#2"
Subject = Annotated[
    str,
    formatted(
        r"^[a-z]+#[A-Za-z0-9_#-]{1,110}$", N_("Must be the name of something to pay, such as inst#pol_01J9Z6#2.")
    ),
]


class MoneyBody(Body):
    """An amount of money."""

    amount: Annotated[str, StringConstraints(max_length=40), ONE_LINE] = Field(examples=["48320.50"])
    currency: Annotated[str, StringConstraints(max_length=10), ONE_LINE] = Field(
        description="ISO 4217", examples=["RUB"]
    )

    def read(self, at: str) -> Money:
        """Return the money. Raises Invalid, at the fields below a pointer.

        An amount in something that is no currency is read in the finest unit.
        """
        found, is_known = list[FieldError](), is_currency(self.currency)
        if not is_known:
            found.append(FieldError(f"{at}/currency", NOT_A_CURRENCY))
        try:
            read = read_money(self.amount, self.currency if is_known else _FINEST)
        except WrongMoney as error:
            found.append(FieldError(f"{at}/amount", error.message, error.params))
        if found:
            raise Invalid(found)
        return read


class PaymentBody(Body):
    """A payment to start."""

    subject: Subject = Field(examples=[_SUBJECT])
    saves_method: bool = Field(default=False, description="The payer agrees that the method is kept for later payments")
    method_id: Annotated[str, StringConstraints(max_length=60), ONE_LINE] = Field(
        default="", description="A saved method of the payer, charged at once"
    )


class PaymentQuery(Body):
    """The list of payments that is wanted: of a subject, or of a day."""

    subject: Subject | None = Field(default=None, examples=[_SUBJECT])
    day: date | None = Field(default=None, description="Of UTC; left out, without a subject: today")


class RefundBody(Body):
    """Money to return."""

    money: MoneyBody | None = Field(default=None, description="Left out: all that is left")
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), ONE_LINE] = Field(
        examples=["The policy was cancelled."]
    )


class RefundView(View):
    """Money of a payment on its way back."""

    id: str
    state: Literal["created", "pending", "succeeded", "canceled"] = Field(
        description="`created`: the provider has not answered yet, and is asked again"
    )
    money: MoneyView
    reason: str = Field(description="`late`: the money came when nothing was due any more")
    created_at: datetime
    changed_at: datetime


class PaymentView(View):
    """A payment as we know it."""

    id: str
    subject: str
    state: State = Field(
        description="`unknown`: the provider did not answer, and is asked again; `mismatch`: it received another sum"
    )
    money: MoneyView = Field(description="The sum that was due")
    received: MoneyView | None = Field(description="The sum that the provider received; null: none yet")
    is_settled: bool = Field(description="It settled its subject; false after a success: the money goes back")
    refunded: MoneyView = Field(description="Returned so far")
    refunding: MoneyView = Field(description="On its way back")
    provider: ProviderCode
    url: str | None = Field(description="The provider's page for the payer; null: nothing is to be done there")
    reason: Reason | None = Field(description="Why it failed")
    description: str
    created_at: datetime
    changed_at: datetime
    expires_at: datetime = Field(description="When the provider's page ends")
    paid_at: datetime | None
    version: int


class PaymentDetails(PaymentView):
    """A payment with its refunds."""

    refunds: list[RefundView]


class PaymentList(View):
    """Payments, latest first; of a day, those with a wrong sum come before."""

    items: list[PaymentView]


class NoticeBody(Body):
    """A notice in the provider's own words."""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)

    def sent(self) -> dict[str, JsonValue]:
        """Return the document as sent."""
        return dict(self.model_extra or {})


class NoticeView(View):
    """The receipt of a notice. Providers ask for the status 200."""

    received: bool = True
