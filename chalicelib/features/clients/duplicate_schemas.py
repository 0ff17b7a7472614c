"""HTTP bodies of duplicates: listing, merging, telling apart."""

from typing import Literal

from pydantic import Field

from chalicelib.base.formats import Identifier
from chalicelib.features.clients.schemas import ClientView, DocumentBody, Reason
from chalicelib.http.bodies import Body, View

#: By hash of a client: its name in answers.
BY: dict[str, Literal["document", "name", "phone"]] = {"doc": "document", "nd": "name", "tel": "phone"}


class DuplicateView(View):
    """A client that may be the same person."""

    client: ClientView
    by: list[Literal["document", "name", "phone"]] = Field(
        description="What both have: the document, name and birth date, the phone"
    )


class DuplicateList(View):
    """The clients that may be the same person, the surest first."""

    items: list[DuplicateView]


class MergeBody(Body):
    """Clients to merge into another one of their base."""

    from_: list[Identifier] = Field(alias="from", min_length=1, max_length=10, description="Ids of clients that go")
    keep: dict[str, Identifier] = Field(
        default_factory=dict,
        max_length=20,
        description="By field, the client whose value stays. Without one the value of the client that stays, else the "
        "others'.",
    )
    version: int = Field(ge=1, description="The version of the client that stays, as you read it")


class NotSameBody(Body):
    """Another person of the same name and birth date: a client, or a document of somebody to be added."""

    client_id: Identifier | None = None
    document: DocumentBody | None = Field(default=None, description="Kind and number")
    reason: Reason
