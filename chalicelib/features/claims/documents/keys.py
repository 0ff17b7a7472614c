"""Keys of documents in the bucket."""

import re
from typing import NamedTuple

from chalicelib.aws import photo_bucket
from chalicelib.base.ids import ULID_PATTERN
from chalicelib.features.claims.documents.model import ClaimDocument
from chalicelib.features.claims.model import case_id_of

_KEY = re.compile(
    rf"{photo_bucket.CLAIM_ORIGINALS}(?P<account>acc_{ULID_PATTERN})/(?P<claim>claim_{ULID_PATTERN})"
    rf"/(?P<document>{ULID_PATTERN})"
)


class DocumentPlace(NamedTuple):
    """The document that a key names."""

    account_id: str
    claim_id: str
    document_id: str


def original_key(document: ClaimDocument) -> str:
    """Return the one key that the upload of a document may have."""
    return f"{photo_bucket.CLAIM_ORIGINALS}{_path(document)}"


def preview_key(document: ClaimDocument) -> str:
    """Return the key of a document's picture."""
    return f"{photo_bucket.CLAIM_PREVIEWS}{_path(document)}.jpg"


def prefixes_of(account_id: str, claim_id: str) -> tuple[str, str]:
    """Return the prefixes of all keys of a claim's documents."""
    path = f"{account_id}/{claim_id}/"
    return f"{photo_bucket.CLAIM_ORIGINALS}{path}", f"{photo_bucket.CLAIM_PREVIEWS}{path}"


def archives_of(account_id: str, claim_id: str) -> str:
    """Return the prefix of the archives that hold a claim's documents: those of its case."""
    return photo_bucket.archives_prefix(account_id=account_id, case_id=case_id_of(claim_id))


def parse_key(key: str) -> DocumentPlace | None:
    """Return the document whose upload a key names; None for a key of another form."""
    found = _KEY.fullmatch(key)
    return DocumentPlace(found["account"], found["claim"], found["document"]) if found else None


def place_of(document: ClaimDocument) -> DocumentPlace:
    return DocumentPlace(document.account_id, document.claim_id, document.id)


def _path(document: ClaimDocument) -> str:
    return f"{document.account_id}/{document.claim_id}/{document.id}"
