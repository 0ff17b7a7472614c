"""HTTP bodies of clients."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, computed_field

from chalicelib.base.console_links import page_link
from chalicelib.base.emails import Email
from chalicelib.base.formats import COUNTRY, Code, Identifier, of_length
from chalicelib.base.languages import N_, Language
from chalicelib.base.phones import Phone
from chalicelib.base.words import BLOCK, NAMED
from chalicelib.features.clients.model import ClientKind, Kept, Standing
from chalicelib.features.clients.rules import TypedClient
from chalicelib.features.clients.service.listing import Order
from chalicelib.http.bodies import Body, View, unchanged
from chalicelib.http.paging import PageQuery

NamePart = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), NAMED]
CompanyName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), NAMED]
Number = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=60),
    of_length(N_("Must be a number of 1 to 60 characters, the series included.")),
    NAMED,
]
Comment = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), BLOCK]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), NAMED]
#: A part of a phone that is looked for.
SoughtPhone = Annotated[
    str,
    StringConstraints(min_length=1, max_length=60),
    of_length(N_("Write at least 4 digits of the phone, such as its last ones: 0341.")),
]
Country = Annotated[str, COUNTRY]


class DocumentBody(Body):
    """An identity document."""

    kind: Code | None = Field(default=None, examples=["passport_ru"], description="See `GET /v1/client-documents`")
    number: Number | None = Field(
        default=None, description="Series and number, in any usual notation", examples=["45 17 123456"]
    )
    issued_on: date | None = Field(default=None, examples=["2018-03-01"])


class _Facts(Body):
    """Facts of a client. A person has those of the first group, a company those after them."""

    surname: NamePart | None = Field(default=None, examples=["Гевердава"])
    given_name: NamePart | None = Field(default=None, examples=["Вера"])
    patronymic: NamePart | None = Field(default=None, examples=["Сергеевна"])
    birth_date: date | None = Field(default=None, examples=["1986-01-23"])
    name: CompanyName | None = Field(default=None, description="Of a company", examples=["ООО «Перевозчик»"])
    tax_country: Country | None = Field(
        default=None,
        examples=["RU"],
        description="Of a company: whose tax number it is; the account's country if left out",
    )
    tax_number: Number | None = Field(default=None, description="Of a company", examples=["7707083893"])
    contact: CompanyName | None = Field(default=None, description="Of a company: the person to speak to")
    help_email: Email | None = Field(default=None, description="Of a company: where its own people get help")
    email: Email | None = None
    phone: Phone | None = Field(default=None, description="Any usual notation; a changed phone is unconfirmed")
    language: Language | None = Field(default=None, description="Of messages to the client; null: the account's")
    comment: Comment | None = None


class NewClientBody(_Facts):
    """A client to add to the caller's own base: an agent's, else the house's.

    A person needs surname, given name, birth date and e-mail, and a patronymic, or `no_patronymic`, where the
    account's language is Russian. A company needs name, tax number and e-mail.
    """

    kind: ClientKind = ClientKind.PERSON
    no_patronymic: bool = Field(default=False, description="The person has no patronymic")
    document: DocumentBody | None = None

    def typed(self) -> TypedClient:
        """Return the facts as the rules read them."""
        return TypedClient.model_validate(self.model_dump())


class ClientChange(_Facts):
    """Changes of a client. Omitted fields stay, also those of the document; a null removes a value."""

    version: int = Field(ge=1, description="The version that you read; 409 with the changes if it is another by now")
    no_patronymic: bool = Field(default_factory=unchanged)
    document: DocumentBody | None = None

    def changes(self) -> dict[str, Any]:
        """Return only the fields that the caller named, at any depth."""
        return self.model_dump(exclude_unset=True, exclude={"version"})


class ClientListQuery(PageQuery):
    """The filter of a list of clients. A page may have fewer than `limit`, or none, and still a `next_cursor`."""

    q: str | None = Field(
        default=None,
        min_length=1,
        max_length=100,
        description="Words of a name in any order, the last one perhaps half written; an e-mail; a tax number. Case, "
        "accents, apostrophes and look-alike letters don't matter.",
    )
    phone: SoughtPhone | None = Field(
        default=None,
        description="The end of a phone (4 digits or more) in any notation, or its beginning",
    )
    standing: Standing | None = None
    order: Order = Field(default="name", description="Without `q` and `phone`: by name, or the newest change first")
    base: Identifier | None = Field(
        default=None, description="The id of an agent, or `house`: only that base, for callers who see all"
    )


class DocumentView(View):
    """A document without its number."""

    kind: str
    masked: str = Field(description="The number, most of its characters hidden", examples=["45** ****56"])
    issued_on: date | None


class PhoneView(View):
    """A phone, E.164."""

    number: str
    confirmed_at: datetime | None = Field(description="When its holder confirmed it by a code; null: not confirmed")
    stale: bool = Field(default=False, description="It was confirmed so long ago that somebody should do so again")


class BlockedView(View):
    """An erasure of which a law demands to keep a rest: name, birth date, document or tax number."""

    at: datetime
    until: date = Field(description="The day on which the rest is erased as well")
    law: str


class ClientView(View):
    """A client."""

    id: str
    kind: ClientKind
    agent_id: str | None = Field(description="The agent in whose base it is; null: the house's")
    standing: Standing
    bound_since: datetime | None = Field(
        default=None, description="Since when a sale binds the client, to this agent or another one"
    )
    surname: str | None = None
    given_name: str | None = None
    patronymic: str | None = None
    no_patronymic: bool = False
    birth_date: date | None = None
    document: DocumentView | None = None
    name: str | None = None
    tax_country: str | None = None
    tax_number: str | None = None
    contact: str | None = None
    help_email: str | None = None
    email: str | None = None
    phone: PhoneView | None = None
    language: Language | None = None
    comment: str | None = None
    contested_at: datetime | None = Field(
        default=None, description="When the client contested its agent; null: it didn't, or an administrator closed it"
    )
    blocked: BlockedView | None = Field(
        default=None,
        description="Erased, but for a rest that cannot be changed or found; for callers who see all bases",
    )
    warnings: list[str] = Field(
        default_factory=list,
        description="`client_bound`: bound to another agent; `document_expired`, `passport_year`: look at the document",
    )
    created_at: datetime
    changed_at: datetime
    version: int

    @computed_field(description="The client's page in the console, for your staff")  # type: ignore[prop-decorator]
    @property
    def console_url(self) -> str:
        """The client's address in the console."""
        return page_link(f"/console/clients/{self.id}")


class ClientList(View):
    """A page of clients."""

    items: list[ClientView]
    next_cursor: str | None


class DeleteBody(Body):
    """Clients to delete."""

    ids: list[Identifier] = Field(min_length=1, max_length=100)


class KeptView(View):
    """A client that was not deleted."""

    id: str
    reason: Kept


class DeletedView(View):
    """The result of deleting."""

    deleted: list[str]
    kept: list[KeptView]


class RevealBody(Body):
    """The reason for reading a full document number; it is kept."""

    reason: Reason


class RevealedView(View):
    """A document with its full number."""

    kind: str
    number: str
    issued_on: date | None


class HistoryQuery(PageQuery):
    """The page of a history."""


class MoveView(View):
    """A move to another base: both agents (null: the house), and the reason."""

    former_agent_id: str | None
    agent_id: str | None
    reason: str


class ChangeView(View):
    """A change of a client."""

    id: str
    at: datetime
    actor: str = Field(description="`user:<id>`, `key:<id>` or `system`")
    type: str
    version: int
    fields: dict[str, tuple[str | None, str | None]] = Field(
        description="By field: its values before and after; of documents the mask"
    )
    move: MoveView | None = Field(description="Of a move to another base, for those who see all bases")


class ChangeList(View):
    """A page of a client's history, newest first."""

    items: list[ChangeView]
    next_cursor: str | None


class ClientFiguresQuery(BaseModel):
    """The base whose clients are counted."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    base: Identifier | None = Field(
        default=None, description="The id of an agent, or `house`: only that base, for callers who see all"
    )


class ClientFiguresView(View):
    """Numbers of clients."""

    clients: int
    prospects: int
    bound: int = Field(description="Bound to the agent of their base by a sale")
    house: int
    with_phone: int
    confirmed: int = Field(description="With a phone that its holder has confirmed")
    confirmed_share: float | None = Field(description="Of those with a phone; null: nobody has one", examples=[0.45])


class DocumentKindView(View):
    """A kind of identity document."""

    code: str
    country: str | None
    label: str
    example: str


class DocumentKindList(View):
    """The kinds of identity documents, the account's own country first."""

    items: list[DocumentKindView]
