"""Documents of claims in the export of everything that is held about a client, with their files.

Files are in the export as long as all that came before fit: an answer has 29 seconds and the function's memory. The
list says of each other one where staff get it.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from chalicelib.aws import photo_bucket
from chalicelib.base.languages import Language
from chalicelib.base.settings import settings
from chalicelib.features.claims.documents.keys import original_key
from chalicelib.features.claims.documents.kinds import MOST_BYTES as MOST_OF_ONE
from chalicelib.features.claims.documents.model import ClaimDocument
from chalicelib.features.claims.documents.reasons import slot_label
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.repair.subjects import CASE_PAGE
from chalicelib.features.claims.table.documents import list_documents
from chalicelib.features.clients.personal import HeldFile

#: Bytes and number of the files in an export.
MOST_BYTES, MOST_FILES = 20_000_000, 100
_AT_ONCE = 8
#: Fields that say nothing about the person.
_INTERNAL = {"account_id", "claim_id", "version_id", "sha256", "version", "has_preview", "due_at"}


class HeldDocument(NamedTuple):
    """A document of a claim, its name in the export, and whether there is room for its file."""

    document: ClaimDocument
    name: str
    fits: bool


def documents_of(claims: Iterable[Claim], language: Language) -> list[HeldDocument]:
    """Return the documents of claims with their names: a Query for each claim."""
    chosen, room = list[HeldDocument](), MOST_BYTES
    for claim in claims:
        for each in list_documents(claim.account_id, claim.id):
            room -= (each.bytes or 0) if each.is_stored else 0
            fits = each.is_stored and room >= 0 and len(chosen) < MOST_FILES
            name = each.download_name(slot_label(claim, each.slot, language))
            chosen.append(HeldDocument(each, f"claims/{claim.id}/{each.id[-6:]}-{name}", fits))
    return chosen


def files_of(documents: Sequence[HeldDocument]) -> Iterator[HeldFile]:
    """Yield the files that fit; none of a document that is gone meanwhile."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield from (each for each in pool.map(_read, [each for each in documents if each.fits]) if each is not None)


def held_document(held: HeldDocument, claim: Claim) -> dict[str, Any]:
    """Return a document as the export lists it: with its file's name, or the page where staff get it."""
    shown = held.document.model_dump(mode="json", exclude_none=True, exclude=_INTERNAL)
    if held.fits:
        return {**shown, "file": held.name}
    return {**shown, "page_of_staff": f"{settings().public_base_url}{CASE_PAGE.format(case_id=claim.case_id)}"}


def _read(held: HeldDocument) -> HeldFile | None:
    document = held.document
    try:
        stored = photo_bucket.read(original_key(document), version_id=document.version_id, at_most=MOST_OF_ONE)
    except photo_bucket.ObjectMissing:
        return None
    return HeldFile(held.name, stored.data, compress=False)
