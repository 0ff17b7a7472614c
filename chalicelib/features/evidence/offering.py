"""The way to the evidence of a claim, for callers who may see all that is in it."""

from chalicelib.base.errors import Forbidden, NotFound
from chalicelib.base.languages import N_
from chalicelib.features.claims import service as claims
from chalicelib.features.claims.model import Claim
from chalicelib.features.evidence.bundle import EVIDENCE, content
from chalicelib.features.photos.model import nameable
from chalicelib.features.photos.service.archives import Archive, lead_to
from chalicelib.identity.model import Caller, Scope
from chalicelib.identity.powers import may

_NO_CLAIM = N_("There is no such claim.")
_PHOTOS_TOO = N_("The evidence holds photos of the case: this needs the scope cases:read, too.")


def may_see(caller: Caller) -> bool:
    """Return True for callers who see claims and the photos of cases."""
    return may(caller, "claims:read") and may(caller, Scope.CASES_READ)


def show_evidence(caller: Caller, claim_id: str) -> Archive:
    """Return the evidence of a claim as it is now, and have it made if there is none.

    Raises NotFound, Forbidden without the scope for photos, ArchiveFailed for a while after it could not be made.
    """
    claim = claims.show_claim(caller, claim_id)
    if not may_see(caller):
        raise Forbidden(_PHOTOS_TOO)
    found = content(claim.account_id, claim.case_id)
    if found is None:  # it ended meanwhile
        raise NotFound(_NO_CLAIM)
    return lead_to(claim.account_id, claim.case_id, found, kind=EVIDENCE, file_name=_name(claim))


def _name(claim: Claim) -> str:
    """Return the name of the file: by the claim's reference, else its id."""
    return f"{nameable(claim.reference or '') or claim.id}-evidence.zip"
