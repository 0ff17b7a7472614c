"""Reasons for refusing documents in a few words, as msgids: of the inspection, and of staff."""

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.base.languages import N_
from chalicelib.features.claims.documents.figures import BY_STAFF
from chalicelib.features.claims.documents.refusals import DocumentRefusal

REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        BY_STAFF: N_("Refused by staff"),
        DocumentRefusal.EMPTY: N_("Empty file"),
        DocumentRefusal.NOT_A_DOCUMENT: N_("Neither PDF nor photo"),
        DocumentRefusal.ENCRYPTED: N_("Locked with a password"),
        DocumentRefusal.BROKEN: N_("Damaged file"),
        DocumentRefusal.TOO_LARGE: N_("More than 25 MB"),
        DocumentRefusal.TOO_MANY_PAGES: N_("More than 300 pages"),
        DocumentRefusal.TOO_MANY_PIXELS: N_("Too many pixels"),
        DocumentRefusal.TOO_COMPLEX: N_("Takes too long to open"),
        DocumentRefusal.LAUNCHES: N_("Starts a program"),
        DocumentRefusal.CHECKSUM_MISMATCH: N_("Damaged on its way"),
        DocumentRefusal.DUPLICATE: N_("The same file once more"),
        DocumentRefusal.TOO_MANY: N_("No room any more"),
    }
)
