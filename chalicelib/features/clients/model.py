"""Clients of an account: persons and companies, each in one base."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.base.emails import StoredEmail
from chalicelib.base.languages import Language
from chalicelib.base.models import Frozen
from chalicelib.base.search.rule import RULE
from chalicelib.base.words import line
from chalicelib.features.clients.documents import Document
from chalicelib.features.clients.personal import Blocked

#: The base of the account itself: clients that back-ends and its own staff add.
HOUSE = "house"
#: The type of a change that moved a client to another base.
REBOUND = "rebound"
#: Stored texts may be longer than a later rule lets anybody type.
StoredText = Annotated[str, StringConstraints(max_length=4000)]


class ClientKind(StrEnum):
    """The kinds of clients."""

    PERSON = "person"
    COMPANY = "company"


class Standing(StrEnum):
    """The standing of a client in its base: computed, but for prospects and sold ones, from other bases' locks."""

    #: Of an agent, without a policy: can be deleted, and be in other bases too.
    PROSPECT = "prospect"
    #: Bound to the agent of this base by a sale.
    BOUND = "bound"
    #: Bound to another agent: can be read only.
    BOUND_ELSEWHERE = "bound_elsewhere"
    #: Of the account's own base.
    HOUSE = "house"


class Phone(Frozen):
    """A phone, E.164, and the moment at which its holder confirmed it by a code."""

    number: StoredText
    confirmed_at: AwareDatetime | None = None


class Facts(Frozen):
    """The facts of a client that people give. Of a person the first fields, of a company those after them."""

    kind: ClientKind = ClientKind.PERSON
    surname: StoredText | None = None
    given_name: StoredText | None = None
    patronymic: StoredText | None = None
    #: True if the person has no patronymic.
    no_patronymic: bool = False
    birth_date: date | None = None
    document: Document | None = None
    #: Of a company, with the country (ISO 3166-1 alpha-2) and the number by which it pays its taxes.
    name: StoredText | None = None
    tax_country: StoredText | None = None
    tax_number: StoredText | None = None
    #: The person to speak to.
    contact: StoredText | None = None
    #: The address at which the company's own people get help.
    help_email: StoredEmail | None = None
    email: StoredEmail | None = None
    phone: StoredText | None = None
    #: The language of messages to the client; None: the account's.
    language: Language | None = None
    comment: StoredText | None = None

    @property
    def full_name(self) -> str:
        """The name as lists show it: surname, given name, patronymic; or the company's."""
        parts = (self.name,) if self.kind is ClientKind.COMPANY else (self.surname, self.given_name, self.patronymic)
        return " ".join(filter(None, map(line, filter(None, parts))))


class Listed(Frozen):
    """The keys of a client's look-ups, but for scopes and moments.

    Why stored: after a change of the rule for terms nothing else tells them.
    """

    #: Of terms, each with its shelf.
    terms: tuple[tuple[str, str], ...] = ()
    name: str = ""
    #: Of hashes, each with its kind.
    same: tuple[tuple[str, str], ...] = ()


class Client(Frozen):
    """A client in a base, a card. `version` rises with every change."""

    id: str
    account_id: str
    #: The id of the agent whose base it is in, or HOUSE.
    base: str
    facts: Facts
    #: The moment at which the holder of the phone confirmed it; None: not confirmed.
    phone_confirmed_at: AwareDatetime | None = None
    #: The moment at which a sale bound the client to this base.
    bound_at: AwareDatetime | None = None
    #: The moment at which the client contested its agent, until an administrator closes it.
    contested_at: AwareDatetime | None = None
    #: Set after an erasure of which a law demands to keep a rest.
    blocked: Blocked | None = None
    created_at: datetime
    created_by: str
    changed_at: datetime
    version: int = 1
    #: The numbers of cases and of policies that name the client.
    cases: int = 0
    policies: int = 0
    #: The rule by which its look-ups are written (0: of before rows said so), and their keys.
    terms_rule: int = RULE
    listed: Listed | None = None

    @property
    def agent_id(self) -> str | None:
        """The agent in whose base it is; None for the house's."""
        return None if self.base == HOUSE else self.base

    @property
    def shown_name(self) -> str:
        """The name in lists and messages, else the end of its id."""
        return self.facts.full_name or f"…{self.id[-6:]}"


class Lock(Frozen):
    """The binding of a person: to which base, by which client, since when. All its hashes have one."""

    base: str
    client_id: str
    at: AwareDatetime


class Known(NamedTuple):
    """A client with its standing, and with the moment since which another agent's sale binds it."""

    client: Client
    standing: Standing
    bound_since: datetime | None = None


class Counted(NamedTuple):
    """The number of clients by standing, of those with a phone, and of those whose phone is confirmed."""

    prospects: int = 0
    bound: int = 0
    house: int = 0
    with_phone: int = 0
    confirmed: int = 0

    @property
    def clients(self) -> int:
        """The number of all clients."""
        return self.prospects + self.bound + self.house


class Change(Frozen):
    """One change of a client: append-only. `fields`: by name, the values before and after as texts."""

    id: str
    at: AwareDatetime
    actor: str
    type: str
    version: int
    fields: dict[str, tuple[str | None, str | None]] = Field(default_factory=dict)
    data: dict[str, Any] = Field(default_factory=dict)


class Reveal(Frozen):
    """A reading of a full document number, or an export of everything: by whom, when, and why."""

    id: str
    at: AwareDatetime
    actor: str
    reason: StoredText
    what: Literal["document", "export"] = "document"


#: The reason for keeping a client that somebody wanted to delete.
Kept = Literal["has_policy", "bound", "open_payment", "open_case", "kept_by_law", "unknown"]


def standing_of(client: Client, locks: tuple[Lock, ...]) -> Known:
    """Return a client with its standing, by the locks of its hashes.

    A binding to the house holds no agent back: the next sale binds the client to its seller.
    """
    elsewhere = [each for each in locks if each.base not in {client.base, HOUSE}]
    if elsewhere:
        return Known(client, Standing.BOUND_ELSEWHERE, min(each.at for each in elsewhere))
    own = [each.at for each in locks if each.base == client.base]
    if client.base == HOUSE:
        return Known(client, Standing.HOUSE, min(own, default=None))
    if client.bound_at or own:
        return Known(client, Standing.BOUND, client.bound_at or min(own))
    return Known(client, Standing.PROSPECT)
