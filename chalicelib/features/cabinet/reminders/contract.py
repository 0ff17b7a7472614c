"""The contract with back-ends: events of reminders, as types."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from chalicelib.base.languages import N_
from chalicelib.outbox.contract import EXAMPLE, EventData, EventKind, Identifier


class ReminderData(EventData):
    """A reminder of a client. `version` rises with each reminder of the same policy or deductible."""

    reminder_id: Annotated[
        Identifier, Field(description="Of one task: its later reminders have the same id", examples=[f"rem_{EXAMPLE}"])
    ]
    console_url: Annotated[
        str,
        Field(
            max_length=400,
            pattern="^https?://",
            description="The page of its policy or case in the console, for your staff",
            examples=[f"https://photos.example.org/console/policies/pol_{EXAMPLE}"],
        ),
    ]
    about: Annotated[Literal["instalment", "renewal", "deductible"], Field(examples=["instalment"])]
    client_id: Annotated[Identifier, Field(description="The client", examples=[f"cli_{EXAMPLE}"])]
    policy_id: Annotated[str | None, Field(max_length=64, examples=[f"pol_{EXAMPLE}"])]
    claim_id: Annotated[str | None, Field(max_length=64, description="Of a deductible", examples=[None])]
    instalment: Annotated[int | None, Field(description="The number of the instalment", examples=[2])]
    day: Annotated[
        date,
        Field(
            description="The day on which the instalment is due, the policy ends, or the vehicle was referred",
            examples=["2027-06-01"],
        ),
    ]


class ReminderGivenData(ReminderData):
    """A reminder that was given."""

    channel: Annotated[
        Literal["email", "sms"] | None,
        Field(description="Of the message that leaves; null: in the client area only", examples=["email"]),
    ]


class ReminderSnoozedData(ReminderData):
    """A reminder that the client has put off."""

    until: Annotated[
        AwareDatetime | None,
        Field(description="The client is reminded again then; null: the delay was undone"),
    ]


#: By type, in the order in which they happen.
EVENTS: Mapping[str, EventKind] = {
    "reminder.given": EventKind(
        N_("A client was reminded"),
        "A client was reminded of an instalment, a renewal or a deductible that is still due.",
        ReminderGivenData,
        {"version": 2},
    ),
    "reminder.snoozed": EventKind(
        N_("A client put off a reminder"),
        "A client put off a reminder in the client area, or undid that.",
        ReminderSnoozedData,
        {"until": "2027-05-25T07:00:00Z", "version": 3},
    ),
}
