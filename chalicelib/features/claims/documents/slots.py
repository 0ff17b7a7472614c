"""Slots of a claim: which take documents, and the counts of their documents."""

from collections.abc import Mapping

from chalicelib.base.errors import Conflict, FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.features.claims import service
from chalicelib.features.claims.documents.model import UNDECIDED, ClaimDocument, DocumentState
from chalicelib.features.claims.model import AskedDocument, Claim, SlotCount
from chalicelib.features.claims.processes import CHAT, SlotRule, chat_slot
from chalicelib.features.claims.stages import Side, Stage
from chalicelib.identity.area.model import AreaMember
from chalicelib.identity.principals import principal_of

_NO_SLOT = N_("This claim needs no such document. It takes: {slots}.")
_FULL = N_("There are as many files here as can be taken ({most}). Remove one, or put this one elsewhere.")
_NOT_STARTED = N_("The claim is announced and not started yet. Start it, then add documents.")
_OVER = N_("The claim is closed. Reopen it, then add documents.")
#: States that have a count of their own.
_COUNTED = {
    DocumentState.RESERVED: "reserved",
    DocumentState.RECEIVED: "received",
    DocumentState.ACCEPTED: "accepted",
    DocumentState.REFUSED: "refused",
}


def require_open(claim: Claim, slot: str = "") -> None:
    """Raise Conflict unless the claim takes documents of a slot at its stage.

    Some are needed late, such as bank details; files of the conversation are taken before the start, too.
    """
    if claim.stage is Stage.ANNOUNCED and slot != CHAT:
        raise Conflict(_NOT_STARTED, extra={"reason": "stage", "stage": claim.stage})
    if not claim.is_open:
        raise Conflict(_OVER, extra={"reason": "stage", "stage": claim.stage})


def find_slot(claim: Claim, code: str, *, at: str = "/slot") -> SlotRule:
    """Return a slot that the claim has. Raises Invalid, which names those."""
    slots = {each.code: each for each in claim.slots}
    if code == CHAT:
        return chat_slot()
    if code not in slots:
        raise Invalid([FieldError(at, _NO_SLOT, {"slots": ", ".join(slots)})])
    return slots[code]


def require_room(claim: Claim, slot: SlotRule) -> None:
    """Raise Conflict if a slot has as many documents as it may have."""
    if not has_room(claim, slot):
        raise Conflict(_FULL, extra={"reason": "slot-full", "slot": slot.code, "max": slot.max}, most=slot.max)


def has_room(claim: Claim, slot: SlotRule) -> bool:
    """Return True if a slot takes another document."""
    return claim.documents.get(slot.code, SlotCount()).used < slot.max


def counted(claim: Claim, before: ClaimDocument | None, after: ClaimDocument | None) -> Mapping[str, SlotCount]:
    """Return the claim's counts of documents after a change of one; None before it came, and after it went."""
    counts = dict(claim.documents)
    for document, by in ((before, -1), (after, 1)):
        name = _COUNTED.get(document.state) if document is not None else None
        if document is not None and name is not None:
            count = counts.get(document.slot, SlotCount())
            counts[document.slot] = count.model_copy(update={name: max(0, getattr(count, name) + by)})
    return {code: each for code, each in counts.items() if each != SlotCount()}


def recounted(claim: Claim, before: ClaimDocument | None, after: ClaimDocument | None) -> Claim:
    """Return the claim after a change of a document; None before it came, and after it went.

    Its version rises if people decide by it: by a document that has come, was judged, or is gone. They don't by files
    of the conversation, nor by places of files that are awaited or never came.
    """
    counts = counted(claim, before, after)
    if not _weighs(before) and not _weighs(after):
        return service.noted(claim, documents=counts)
    asked = _without(claim, before) if before is not None and after is None else claim.asked
    return service.touched(claim, documents=counts, asked=asked)


def _weighs(document: ClaimDocument | None) -> bool:
    return document is not None and document.slot != CHAT and document.state not in UNDECIDED


def _without(claim: Claim, document: ClaimDocument) -> tuple[AskedDocument, ...]:
    """Return the documents that are asked for again, once a document is removed that had come by then."""
    return tuple(
        each.model_copy(update={"files": max(0, each.files - 1)}) if each.slot == document.slot else each
        for each in claim.asked
    )


def takes_documents(claim: Claim) -> bool:
    """Return True if the claim takes documents at its stage."""
    return claim.is_open and claim.stage is not Stage.ANNOUNCED


def may_remove(claim: Claim, document: ClaimDocument, side: Side) -> bool:
    """Return True if a side may remove a document. The client may until the claim is under review."""
    if document.state is DocumentState.ACCEPTED or not claim.is_open:
        return False
    if document.slot == CHAT:
        return side is Side.STAFF or document.state is not DocumentState.RECEIVED
    return side is Side.STAFF or claim.stage is Stage.DOCUMENTS or document.state is not DocumentState.RECEIVED


def is_for_clients(document: ClaimDocument) -> bool:
    """Return True unless it is a file that staff chose for the conversation.

    Clients see such a file at its message, once that is sent.
    """
    return document.slot != CHAT or isinstance(principal_of(document.added_by), AreaMember)
