"""Bodies and answers of own payments in the client area."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.base.formats import formatted, of_length
from chalicelib.base.ids import ULID_PATTERN
from chalicelib.base.languages import N_
from chalicelib.base.words import ONE_LINE
from chalicelib.features.payments.model import State
from chalicelib.features.payments.providers.model import Reason
from chalicelib.features.payments.schemas import Subject
from chalicelib.features.payments.service.own import HOSTED
from chalicelib.http.bodies import Body, View
from chalicelib.http.money import MoneyView

_EXAMPLE = "01JQ8ZK3N5V7W9X2Y4B6D8F0HA"
Method = Annotated[
    str, formatted(rf"^(hosted|pm_{ULID_PATTERN})$", N_("Write hosted, or the id of one of your saved methods."))
]


class AreaPaymentBody(Body):
    """A payment to start."""

    subject: Subject = Field(examples=[f"inst#pol_{_EXAMPLE}#2"])
    method: Method = Field(default=HOSTED, description="`hosted`: on the provider's page", examples=[f"pm_{_EXAMPLE}"])
    save: bool = Field(default=False, description="The method is kept for later payments; with `hosted` only")
    code: Annotated[
        str, StringConstraints(max_length=12), of_length(N_("Write the six digits of the code.")), ONE_LINE
    ] = Field(default="", description="The code that a former try has sent", examples=["123456"])


class AreaPaymentView(View):
    """An own payment."""

    id: str = Field(examples=[f"pay_{_EXAMPLE}"])
    subject: str
    state: State
    title: str = Field(description="The state in words, in the language of the call")
    said: list[str] = Field(description="Sentences about it")
    amount: MoneyView
    description: str
    url: str | None = Field(description="The provider's page; null: nothing is to be done there")
    reason: Reason | None = Field(description="Why it failed")
    created_at: datetime
    paid_at: datetime | None
    expires_at: datetime = Field(description="When the provider's page ends")


class AreaMethodView(View):
    """An own saved method of payment."""

    id: str = Field(examples=[f"pm_{_EXAMPLE}"])
    client_id: str = Field(description="The client of yours whose payments it pays")
    label: str = Field(examples=["Mir •••• 4444"])
    created_at: datetime


class AreaMethodList(View):
    """The own saved methods of payment."""

    items: list[AreaMethodView]
