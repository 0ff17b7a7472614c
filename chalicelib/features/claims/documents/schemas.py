"""HTTP of documents of claims: bodies and views."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.base.formats import Code, Sha256, of_length
from chalicelib.base.ids import Ulid
from chalicelib.base.languages import N_
from chalicelib.base.words import NAMED, ONE_LINE
from chalicelib.features.claims.documents.kinds import MOST_BYTES
from chalicelib.features.claims.documents.model import DocumentState
from chalicelib.features.claims.documents.refusals import DocumentRefusal
from chalicelib.http.bodies import Body, View
from chalicelib.sandbox.pdf.facts import PdfFlag

FileName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), ONE_LINE, NAMED]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400), ONE_LINE, NAMED]


class ClaimDocumentBody(Body):
    """A document to add to a claim: PDF, JPEG, PNG, HEIC or WebP."""

    document_id: Ulid = Field(
        description="A ULID that you make; announcing it again gives the same answer",
        examples=["01JQ8ZK3N5V7W9X2Y4B6D8F0HB"],
    )
    slot: Code = Field(description="A code of `slots` of the claim", examples=["police_report"])
    file_name: FileName = Field(examples=["Справка о ДТП.pdf"])
    bytes: int = Field(ge=1, description=f"At most {MOST_BYTES}", examples=[182044])
    content_type: Annotated[
        str, StringConstraints(max_length=100), of_length(N_("Must be a type of a file, such as application/pdf."))
    ] = Field(examples=["application/pdf"])
    sha256: Sha256 = Field(description="Of the bytes")


class DocumentPlacingBody(Body):
    """The document of the claim that a file of the conversation becomes."""

    slot: Code = Field(description="A code of `slots` of the claim", examples=["police_report"])


class DocumentRefusalBody(Body):
    """The reason for refusing a document, as its sender will read it."""

    reason: Reason = Field(examples=["Нет подписи на второй странице."])


class DocumentUpload(View):
    """The form that uploads exactly this document: POST its fields, then `file`."""

    url: str
    fields: dict[str, str]
    expires_in: int = Field(description="Seconds")


class DocumentTwin(View):
    """A document of the claim with the same bytes."""

    document_id: str
    slot: str


class ClaimDocumentView(View):
    """A document of a claim."""

    id: str
    slot: str
    file_name: str
    state: DocumentState = Field(
        description="`reserved` until its bytes are inspected; `expired`: they did not come, announce it again"
    )
    refusal: DocumentRefusal | None = Field(description="By the inspection; its bytes are not kept")
    reason: str = Field(description="Of a refused one: of the inspection in your language, or as staff wrote")
    twin: DocumentTwin | None = Field(description="Of a duplicate")
    content_type: str | None = Field(description="As announced; once it is received, by its bytes")
    bytes: int | None
    sha256: str | None
    pages: int | None = Field(description="Of a PDF")
    flags: list[PdfFlag] = Field(description="Parts of a PDF that a reader may act on: look at it with care")
    preview_url: str | None = Field(description="A picture of its first page, for some minutes")
    added_at: datetime
    added_by: str
    received_at: datetime | None
    decided_at: datetime | None = Field(description="The moment of the verdict")
    decided_by: str | None
    upload: DocumentUpload | None = Field(default=None, description="In the answer to the announcement only")


class ClaimDocumentList(View):
    """The documents of a claim, oldest first."""

    items: list[ClaimDocumentView]
