"""A document of a claim, and its states."""

from enum import StrEnum

from pydantic import AwareDatetime

from chalicelib.base.models import Frozen
from chalicelib.features.claims.documents.kinds import EXTENSIONS, DocumentType
from chalicelib.features.claims.documents.refusals import DocumentRefusal, Twin
from chalicelib.sandbox.pdf.facts import PdfFlag


class DocumentState(StrEnum):
    """The state of a document."""

    #: Announced; its bytes have not arrived, or are being inspected.
    RESERVED = "reserved"
    #: It waits for the verdict of staff.
    RECEIVED = "received"
    ACCEPTED = "accepted"
    #: By the inspection, which gives a `refusal`, or by staff, who give a `reason`.
    REFUSED = "refused"
    #: Its bytes did not arrive in time.
    EXPIRED = "expired"


#: States in which the bytes still matter: a document that was given up may arrive after all.
UNDECIDED = frozenset({DocumentState.RESERVED, DocumentState.EXPIRED})
#: States of documents that staff can give a verdict on, or change it.
JUDGED = frozenset({DocumentState.RECEIVED, DocumentState.ACCEPTED, DocumentState.REFUSED})


class ClaimDocument(Frozen):
    """A document of a claim. `version` rises with every change."""

    #: A ULID that its sender made: announcing it again is harmless.
    id: str
    account_id: str
    claim_id: str
    slot: str
    #: As the sender called it; empty for a plain form, which can't say it.
    file_name: str = ""
    state: DocumentState = DocumentState.RESERVED
    refusal: DocumentRefusal | None = None
    #: Of a duplicate.
    twin: Twin | None = None
    #: Of staff who refused it, in their words.
    reason: str = ""
    #: As announced, None by a plain form; of a received one, by its bytes.
    content_type: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    pages: int | None = None
    flags: tuple[PdfFlag, ...] = ()
    has_preview: bool = False
    version_id: str | None = None
    added_at: AwareDatetime
    added_by: str
    #: The moment at which its place is given up unless it has arrived.
    due_at: AwareDatetime
    received_at: AwareDatetime | None = None
    decided_at: AwareDatetime | None = None
    decided_by: str | None = None
    version: int = 1

    @property
    def is_stored(self) -> bool:
        """Return True if its bytes are there to be read."""
        return self.received_at is not None

    def download_name(self, label: str) -> str:
        """Return the name under which a browser saves it: the sender's, else the slot's, and the ending of its type."""
        ending = f".{EXTENSIONS[_known(self.content_type)]}"
        name = "".join(each if each not in '\\/:*?"<>|' else "-" for each in self.file_name or label)
        endings = (ending, ".jpeg") if ending == ".jpg" else (ending, ".heif") if ending == ".heic" else (ending,)
        return name if name.lower().endswith(endings) else f"{name}{ending}"


def _known(content_type: str | None) -> DocumentType:
    return next((each for each in EXTENSIONS if each == content_type), "application/pdf")
