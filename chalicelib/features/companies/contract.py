"""The contract with back-ends: events of companies' people, as types."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.base.languages import N_
from chalicelib.features.cabinet.contract import PersonClientData
from chalicelib.outbox.contract import EXAMPLE, EventKind


class PersonChangedData(PersonClientData):
    """A person of a company as they are after the change."""

    role: Annotated[
        Literal["user", "administrator"],
        Field(description="An administrator decides about the company's other people", examples=["user"]),
    ]
    claims: Annotated[bool, Field(description="True: may handle the company's claims", examples=[True])]
    disabled: Annotated[bool, Field(description="True: has no access for the company", examples=[False])]


EVENTS: Mapping[str, EventKind] = {
    "area.person_changed": EventKind(
        N_("A person of a company got other permissions"),
        "An administrator of a company, or staff, changed permission, role, notices or access of one of its people.",
        PersonChangedData,
        {"version": 3, "registration": "company", "client_ids": [f"cli_{EXAMPLE}"], "client_id": f"cli_{EXAMPLE}"},
    ),
}
