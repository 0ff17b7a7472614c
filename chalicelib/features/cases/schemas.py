"""HTTP bodies of cases."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field, WithJsonSchema, computed_field

from chalicelib.base.console_links import case_link
from chalicelib.base.formats import Code, Identifier, explained
from chalicelib.base.languages import N_
from chalicelib.features.cases.handling import ANYBODY
from chalicelib.features.cases.model import CaseStatus, Loss, Owner, Vehicle
from chalicelib.features.cases.new_schemas import GivenReference, LossBody, OwnerBody, VehicleBody
from chalicelib.http.bodies import Body, View, unchanged
from chalicelib.http.paging import PageQuery
from chalicelib.identity.model import Role
from chalicelib.identity.principals import StaffMember, actor_of, user_id_of

#: A value of a process's field; the process sets its type, so the use case checks it.
Scalar = Annotated[Any, WithJsonSchema({"type": ["string", "number", "boolean", "null"]})]


class CaseChange(Body):
    """Changes of a case. Omitted fields stay, at any depth; a null removes a value."""

    reference: GivenReference | None = None
    vehicle: VehicleBody = Field(default_factory=unchanged)
    loss: LossBody = Field(default_factory=unchanged)
    owner: OwnerBody = Field(default_factory=unchanged)
    client_id: Identifier | None = Field(
        default=None,
        description="A client of `GET /v1/clients` that is not erased; gives the name that the owner lacks and you "
        "don't name; phone and e-mail, too, if you have `clients:write`",
        examples=["cli_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"],
    )
    policy_id: Identifier | None = Field(
        default=None,
        description="A policy of `GET /v1/policies` (with `policies:read`); gives what you leave out and the case "
        "lacks: client, owner, vehicle, process. An id that does not begin with `pol_` is one of your own system, and "
        "gives nothing",
        examples=["pol_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"],
    )

    def changes(self) -> dict[str, Any]:
        """Return only the fields that the caller named, at any depth."""
        return self.model_dump(exclude_unset=True)


class Conversion(Body):
    """The process that a case is to be converted into, with values of its fields."""

    process: Code
    fields: dict[str, Scalar] = Field(default_factory=dict, max_length=60)


UserId = Annotated[
    str,
    AfterValidator(lambda given: user_id_of(given) or given),
    explained(r"^(user:)?[A-Za-z0-9_-]{1,128}$", N_("Must be the id of a user, as a case's handler shows it.")),
    Field(examples=["0b7c2a4e-5d1f-4a86-9c3e-7f2d1b6a8e90"]),
]


class HandlerBody(Body):
    """The new handler of a case."""

    user_id: UserId | None = Field(
        description="Somebody of `GET /v1/handlers`, with or without `user:` before it; null: nobody, until somebody "
        "takes the case"
    )
    instead_of: UserId | None = Field(
        default_factory=unchanged,
        description="Who handles the case as far as you know; null: nobody. 409 if it is somebody else by now. Left "
        "out: whoever it is",
    )

    @property
    def known_handler(self) -> str | None:
        """The handler whom the caller knows, as use cases name one."""
        if "instead_of" not in self.model_fields_set:
            return ANYBODY
        return actor_of(StaffMember(self.instead_of)) if self.instead_of is not None else None


class HandlerView(View):
    """A member of staff who can handle cases."""

    user_id: str
    name: str
    role: Role


class HandlerList(View):
    """The staff who can handle cases."""

    items: list[HandlerView]


class CaseListQuery(PageQuery):
    """The filter of a list of cases.

    A page may have fewer items than `limit` (with `q`, or with `status` and `process` together, none), and still have
    a `next_cursor`.
    """

    status: CaseStatus | None = None
    process: Code | None = None
    to_review: bool = Field(
        default=False, description="Only those with photos that wait for a verdict, the longest waiting first"
    )
    q: str | None = Field(
        default=None,
        min_length=1,
        max_length=100,
        description="Beginning (3 characters or more) of a reference, plate or VIN, words of the owner's name in any "
        "order, or the owner's phone: its end (4 digits or more) or its beginning. Case, accents, punctuation and "
        "look-alike Cyrillic and Latin letters don't matter.",
    )


class CaseSummary(View):
    """A case as lists show it."""

    id: str
    reference: str | None
    process: str | None
    status: CaseStatus
    vehicle: Vehicle
    loss: Loss
    owner: Owner
    client_id: str | None = Field(description="Of cases made before clients were checked it may be any id of yours")
    policy_id: str | None = Field(description="A policy, or any id of another system")
    fields: dict[str, str]
    attachments: int = Field(description="Photos in the case")
    to_review: int = Field(default=0, description="Photos of these that wait for a verdict")
    review_since: datetime | None = Field(default=None, description="Since when there are any; null: there are none")
    handler: str | None = Field(default=None, description="Who of the staff sees to it: `user:<id>`")
    waits_until: datetime | None = Field(
        default=None,
        description="Of a waiting case: when the last of its open requests ends. A moment that has passed says that it "
        "ended without all photos.",
    )
    created_at: datetime
    changed_at: datetime
    version: int

    @computed_field(description="The case's page in the console, for your staff")  # type: ignore[prop-decorator]
    @property
    def console_url(self) -> str:
        """The case's address in the console."""
        return case_link(self.id)


class CaseList(View):
    """A page of cases."""

    items: list[CaseSummary]
    next_cursor: str | None


class TimelineEntryView(View):
    """One thing that happened in a case."""

    id: str
    at: datetime
    actor: str = Field(description="`user:<id>`, `key:<id>`, `owner` or `system`")
    type: str
    data: dict[str, Any]
