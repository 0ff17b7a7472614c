"""Photos of a claim's case that fill its slots, too, counted when the claim is read.

Why not written by photos: each would change the claim's version, under the hands of staff.
"""

from collections.abc import Mapping

from chalicelib.features.claims.model import Claim, SlotCount
from chalicelib.features.claims.stages import Stage
from chalicelib.features.photos.service.counting import count_photos


def with_photos(claim: Claim) -> Claim:
    """Return a claim with the photos of its case counted: a Query for each category that its slots take.

    A claim that is over, or not started yet, keeps the counts that it was written with.
    """
    if not claim.is_open or claim.stage is Stage.ANNOUNCED:
        return claim
    counts = {category: _count(claim, category) for category in _categories(claim)}
    return _with(claim, counts)


def with_filed(claim: Claim, filed: Mapping[str, int]) -> Claim:
    """Return a claim of a list with the photos that were filed since it was written, by its case's counts.

    Reads nothing. A photo that was deleted since still counts: the claim's own page counts anew.
    """
    if not claim.is_open or claim.stage is Stage.ANNOUNCED:
        return claim
    counts = {category: _grown(claim, category, filed.get(category, 0)) for category in _categories(claim)}
    return _with(claim, counts)


def _categories(claim: Claim) -> list[str]:
    return sorted({each.photos for each in claim.slots if each.photos is not None})


def _count(claim: Claim, category: str) -> SlotCount:
    found = count_photos(claim.account_id, claim.case_id, category)
    return SlotCount(received=found.waiting, accepted=found.usable, refused=found.unusable)


def _grown(claim: Claim, category: str, filed: int) -> SlotCount:
    known = claim.photos.get(category, SlotCount())
    return known.model_copy(update={"received": known.received + max(0, filed - known.files)})


def _with(claim: Claim, counts: Mapping[str, SlotCount]) -> Claim:
    kept = {category: each for category, each in counts.items() if each != SlotCount()}
    return claim if kept == claim.photos else claim.model_copy(update={"photos": kept})
