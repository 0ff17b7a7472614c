"""HTTP bodies and answers of own reminders in the client area."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from chalicelib.features.cabinet.reminders.model import About
from chalicelib.http.bodies import Body, View
from chalicelib.http.money import MoneyView

_EXAMPLE = "01JQ8ZK3N5V7W9X2Y4B6D8F0HA"


class AreaReminderView(View):
    """An own reminder of something that is still to be done."""

    id: str = Field(examples=[f"rem_{_EXAMPLE}"])
    about: About
    title: str = Field(description="In the language of the call", examples=["Pay instalment 2 of 4"])
    given_at: datetime = Field(description="Of the last reminder")
    client_id: str = Field(description="The client of yours whose task it is")
    policy_id: str | None = Field(examples=[f"pol_{_EXAMPLE}"])
    claim_id: str | None = Field(description="Of a deductible", examples=[None])
    number: str = Field(description="The policy's number, or the name of the case", examples=["P10033148"])
    amount: MoneyView | None = Field(description="Null for a renewal, whose price depends on the choices")
    day: date = Field(description="The day on which the instalment is due or the policy ends, or of the referral")
    days_left: int | None = Field(description="From today to that day, negative after it; null for a deductible")
    subject: str | None = Field(
        description="The name to start its payment by; null for a renewal", examples=[f"inst#pol_{_EXAMPLE}#2"]
    )
    snoozed_until: datetime | None
    snooze_days: list[int] = Field(description="Numbers of days by which it can be put off now")


class AreaReminderList(View):
    """The own reminders, the nearest day first; those put off are among them."""

    items: list[AreaReminderView]


class AreaSnooze(Body):
    """The number of days by which a reminder is put off."""

    days: Literal[1, 3, 7] = Field(description="Not past the last day", examples=[3])
