"""The contract with back-ends: events of the client area's people and of reminders, as types."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.base.languages import N_
from chalicelib.features.cabinet.reminders.contract import EVENTS as OF_REMINDERS
from chalicelib.outbox.contract import EXAMPLE, EventData, EventKind, Identifier


class PersonData(EventData):
    """A person of the client area as it is after the change."""

    person_id: Annotated[Identifier, Field(description="The person of the client area", examples=[f"per_{EXAMPLE}"])]
    console_url: Annotated[
        str,
        Field(
            max_length=400,
            pattern="^https?://",
            description="The page of the person's client in the console, for your staff",
            examples=[f"https://photos.example.org/console/clients/cli_{EXAMPLE}"],
        ),
    ]
    registration: Annotated[
        Literal["alone", "prepared", "automatic", "company"],
        Field(
            description="The way in which the person was registered: by themselves, by a link of your staff or of the "
            "system, or by the company",
            examples=["alone"],
        ),
    ]
    client_ids: Annotated[
        list[Identifier],
        Field(description="The clients that the person acts for", examples=[[f"cli_{EXAMPLE}"]]),
    ]


class PersonClientData(PersonData):
    """A person of whose clients one was added or taken away."""

    client_id: Annotated[Identifier, Field(description="The client of this change", examples=[f"cli_{EXAMPLE[:-1]}B"])]


class ContactChangedData(PersonData):
    """A person one of whose contacts is another one now."""

    channel: Annotated[Literal["email", "sms"], Field(description="The kind of the contact", examples=["email"])]
    change: Annotated[
        Literal["changed", "undone", "released"],
        Field(
            description="The person changed it; somebody undid that from the former contact; or it was taken away, "
            "since somebody else has confirmed the number",
            examples=["changed"],
        ),
    ]


#: By type, in the order in which they happen.
EVENTS: Mapping[str, EventKind] = {
    "area.registered": EventKind(
        N_("A client registered in the client area"),
        "A person chose a password, and has access to the client area.",
        PersonData,
        {"version": 1},
    ),
    "area.joined": EventKind(
        N_("A further client joined somebody's client area"),
        "A person who had access registered for a further client, which is shown in the same place.",
        PersonClientData,
        {"version": 2, "client_ids": [f"cli_{EXAMPLE}", f"cli_{EXAMPLE[:-1]}B"]},
    ),
    "area.contact_changed": EventKind(
        N_("A contact in the client area was changed"),
        "A person confirmed another e-mail or phone, somebody undid that, or the phone belongs to somebody else now.",
        ContactChangedData,
    ),
    "area.closed": EventKind(
        N_("A client lost access to the client area"),
        "A client was erased. Its person has no access to it; without any other client there is no such person "
        "any more.",
        PersonClientData,
        {"client_ids": [], "client_id": f"cli_{EXAMPLE}"},
    ),
    **OF_REMINDERS,
}
