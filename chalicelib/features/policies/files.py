"""Files of a policy: PDF, JPEG or PNG, recognised by their bytes."""

from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime

from chalicelib.base.models import Frozen
from chalicelib.features.policies.model import StoredText

ContentType = Literal["application/pdf", "image/jpeg", "image/png"]
MOST_BYTES = 10_000_000
#: Files of one policy.
MOST_FILES = 50
EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
_PDF_END, _JPEG_END, _PNG_END = 2048, 65_536, 64


class FileState(StrEnum):
    """The state of a file."""

    #: Its bytes have not arrived.
    WAITING = "waiting"
    STORED = "stored"
    #: The bytes are no whole PDF, JPEG or PNG, too many, or of another type than was said.
    REFUSED = "refused"


class PolicyFile(Frozen):
    """A file of a policy."""

    id: str
    account_id: str
    policy_id: str
    name: StoredText
    state: FileState = FileState.WAITING
    #: As the sender said; None: by a plain form, which cannot say it. Of a stored file, by its bytes.
    content_type: ContentType | None = None
    bytes: int | None = None
    sha256: str | None = None
    #: The client sees it in the client area.
    shared: bool = False
    added_at: AwareDatetime
    added_by: str


def type_of(data: bytes) -> ContentType | None:
    """Return the type of a whole file by its first and last bytes; None for any other."""
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-_PDF_END:]:
        return "application/pdf"
    if data.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in data[-_JPEG_END:]:
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in data[-_PNG_END:]:
        return "image/png"
    return None
