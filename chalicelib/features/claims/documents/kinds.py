"""Types of documents: PDF and pictures."""

from typing import Literal

DocumentType = Literal["application/pdf", "image/jpeg", "image/png", "image/heic", "image/webp"]
PDF: DocumentType = "application/pdf"
#: For the files that a browser offers to choose.
ACCEPT = ".pdf,.jpg,.jpeg,.png,.heic,.heif,.webp,application/pdf,image/*"
MOST_BYTES = 25 * 1024 * 1024
EXTENSIONS: dict[DocumentType, str] = {
    PDF: "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/heic": "heic",
    "image/webp": "webp",
}
