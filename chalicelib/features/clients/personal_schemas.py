"""HTTP bodies of clients' personal data: consents, exports, erasures."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.base.formats import Identifier
from chalicelib.base.languages import Language
from chalicelib.base.moments import GivenMoment
from chalicelib.base.words import ONE_LINE
from chalicelib.features.clients.personal import Channel, Purpose
from chalicelib.features.clients.schemas import Reason
from chalicelib.features.clients.service.consenting import NewConsent
from chalicelib.http.bodies import Body, View
from chalicelib.http.paging import PageQuery

_Moment = Annotated[GivenMoment, Field(examples=["2026-11-29T12:00:00Z"])]


class ConsentBody(Body):
    """A consent of a client to the present text of its purpose, as the account's settings have it."""

    purpose: Purpose
    channel: Channel = Field(description="The way in which it was given")
    language: Language | None = Field(default=None, description="Of the text; the client's, or the account's")
    given_at: _Moment | None = Field(default=None, description="Now if left out")

    def new(self) -> NewConsent:
        """Return the consent as the service records it."""
        return NewConsent(self.purpose, self.channel, self.language, self.given_at)


class WithdrawalBody(Body):
    """The withdrawal of a consent; nothing else of it changes."""

    id: Identifier = Field(description="The consent")
    withdrawn: Literal[True]
    reason: Annotated[str, StringConstraints(max_length=500), ONE_LINE] = ""


class ConsentView(View):
    """A consent: a document of its own, to a text that stays readable under its hash."""

    id: str
    purpose: Purpose
    language: Language
    version: int = Field(description="Of the text")
    sha256: str = Field(description="Of the text in UTF-8, hexadecimal")
    channel: Channel
    given_at: datetime
    recorded_at: datetime
    actor: str = Field(description="`user:<id>` or `key:<id>`: who recorded it")
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None
    withdrawal_reason: str | None = None


class ConsentList(View):
    """The consents of a client, newest first, and the texts that they name."""

    items: list[ConsentView]
    texts: dict[str, str] = Field(description="By SHA-256: the text")


class ExportBody(Body):
    """The reason for the export; it is kept with the client."""

    reason: Reason


class ExportView(View):
    """A ZIP file of everything that is held about a client.

    With `cases:read` its cases, photo requests and photos are in it: originals up to 40 MB, the others as a list.
    """

    url: str = Field(description="The file, without further authorization, until `expires_at`; gone after a day")
    file_name: str
    bytes: int
    sha256: str
    expires_at: datetime


class ErasureBody(Body):
    """The reason for an erasure: it is kept as proof, so leave names out of it.

    Cases of the client stay, with their owner, messages and photos.
    """

    reason: Reason


class ErasureView(View):
    """The proof of an erasure."""

    client_id: str
    at: datetime
    actor: str
    kind: Literal["person", "company"]
    reason: str = Field(description="Empty for a prospect that was deleted in its base")
    gone: list[str] = Field(description="Data that went at once; empty: everything")
    kept: list[str] = Field(description="Data that stay, blocked, until `kept_until`")
    kept_until: date | None
    law: str = Field(description="The law that demands to keep the rest")
    finished_at: datetime | None = Field(description="When nothing was kept any more")


class ErasureListQuery(PageQuery):
    """The page of a list of erasures. It may have fewer than `limit`, or none, and still a `next_cursor`."""


class ErasureList(View):
    """A page of erasures, the client that was added last first."""

    items: list[ErasureView]
    next_cursor: str | None
