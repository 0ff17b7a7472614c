"""Acts of a client in an own claim: moves, documents."""

from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.features.claims import moving, service
from chalicelib.features.claims.area.words import MOVES, WITH_REASON
from chalicelib.features.claims.documents import uploading
from chalicelib.features.claims.documents.model import ClaimDocument
from chalicelib.features.claims.documents.slots import find_slot
from chalicelib.features.claims.documents.uploading import AnnouncedDocument, Reservation
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.move_schemas import rejection_of
from chalicelib.features.claims.stages import Move, RejectionReason, Side
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

_NOT_YOURS = N_("Clients can't do this. They can: {moves}.")
_WHY = N_("Write a few words about the reason.")
_RESTS = N_(
    "A contact of yours was changed a short time ago. For your safety no payment can start yet: try again tomorrow."
)


def check_move(
    caller: AreaCaller,
    claim_id: str,
    move: Move | None,
    reason: str | None,
    code: RejectionReason = RejectionReason.OTHER,
) -> None:
    """Raise Invalid with everything that a move would be refused for; nothing is written. Raises NotFound."""
    service.show_claim(caller, claim_id)
    if move is not None and move not in MOVES:
        raise Invalid([FieldError("/move", _NOT_YOURS, {"moves": ", ".join(MOVES)})])
    if move is Move.REJECT:
        rejection_of(code or RejectionReason.OTHER, reason)
    elif move in WITH_REASON and not reason:
        raise Invalid([FieldError("/reason", _WHY)])


def make_move(
    caller: AreaCaller,
    claim_id: str,
    move: Move,
    *,
    version: int,
    reason: str = "",
    code: RejectionReason = RejectionReason.OTHER,
) -> Claim:
    """Make a move of the client; `code`: of a rejection. Raises NotFound, Invalid, Conflict."""
    check_move(caller, claim_id, move, reason, code)
    if move is Move.ACCEPT and caller.person.is_restricted(now()):
        raise Conflict(_RESTS, extra={"reason": "restricted"})
    rejected = rejection_of(code, reason) if move is Move.REJECT else None
    return moving.move(caller, claim_id, move, version=version, by=Side.CLIENT, reason=reason, rejected=rejected)


def announce(caller: AreaCaller, claim_id: str, announced: AnnouncedDocument) -> Reservation:
    """Announce a document of an own claim. Idempotent. Raises as `uploading.announce_document`."""
    return uploading.announce_for_client(
        caller.account_id, claim_id, announced, clients=_clients(caller), actor=caller.actor
    )


def check_announced(caller: AreaCaller, claim_id: str, announced: AnnouncedDocument) -> None:
    """Raise Invalid with the objections to an announced document; nothing is written."""
    uploading.check_for_client(caller.account_id, claim_id, announced, clients=_clients(caller))


def announce_plain(caller: AreaCaller, claim_id: str, slot: str) -> ClaimDocument:
    """Announce a document that a form without script sends. Raises NotFound, Invalid, Conflict, QuotaExceeded."""
    find_slot(service.show_claim(caller, claim_id), slot)
    return uploading.announce_plain_for_client(
        caller.account_id, claim_id, slot, clients=_clients(caller), actor=caller.actor
    )


def remove_document(caller: AreaCaller, claim_id: str, document_id: str) -> None:
    """Remove a document of an own claim. Raises NotFound, Conflict."""
    uploading.remove_for_client(caller.account_id, claim_id, document_id, clients=_clients(caller), actor=caller.actor)


def _clients(caller: AreaCaller) -> tuple[str, ...]:
    return caller.client_ids(AreaPermission.CLAIMS)
