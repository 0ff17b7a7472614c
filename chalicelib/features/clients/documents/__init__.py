"""Facts of persons and companies that have forms: identity documents, tax numbers, ages, masks.

Any usual notation of a number is read into one canonical form.
"""

from chalicelib.features.clients.documents.ages import age, age_and_birth
from chalicelib.features.clients.documents.kinds import KINDS, find_kind, kinds_for
from chalicelib.features.clients.documents.masks import masked_email, masked_phone
from chalicelib.features.clients.documents.model import Document, DocumentKind
from chalicelib.features.clients.documents.reading import (
    WARNINGS,
    display,
    identity_of,
    masked,
    read_document,
    warnings,
)
from chalicelib.features.clients.documents.tax_numbers import display_tax_number, read_tax_number

__all__ = [
    "KINDS",
    "WARNINGS",
    "Document",
    "DocumentKind",
    "age",
    "age_and_birth",
    "display",
    "display_tax_number",
    "find_kind",
    "identity_of",
    "kinds_for",
    "masked",
    "masked_email",
    "masked_phone",
    "read_document",
    "read_tax_number",
    "warnings",
]
