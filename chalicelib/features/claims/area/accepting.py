"""Documents that an acceptance waits for, asked for on its page: the payment needs them."""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.aws.photo_bucket import UploadForm
from chalicelib.base.languages import Language
from chalicelib.base.settings import settings
from chalicelib.features.claims import service
from chalicelib.features.claims.area import acting
from chalicelib.features.claims.area.standing import SlotShown, slots_shown
from chalicelib.features.claims.documents import uploading
from chalicelib.features.claims.documents.model import ClaimDocument, DocumentState
from chalicelib.features.claims.model import Claim
from chalicelib.identity.area.model import AreaCaller


class PaperAsked(NamedTuple):
    """A missing document with the form that sends its file; None before one is announced, and while one is checked."""

    slot: SlotShown
    upload: UploadForm | None
    is_checked: bool


def papers_asked(claim: Claim, here: str, language: Language) -> list[PaperAsked]:
    """Return the documents that the acceptance of a decision waits for; `here`: the path of the page that asks."""
    codes = {each.code for each in claim.missing_for_payment}
    documents = uploading.list_documents(claim) if codes else []
    slots = (each for each in slots_shown(claim, documents, language) if each.code in codes)
    return [_asked(each, documents, here) for each in slots]


def announce_once(caller: AreaCaller, claim_id: str, slot: str) -> None:
    """Announce a document that a form without script sends, unless one is awaited. Raises as `announce_plain`."""
    if _awaited(uploading.list_documents(service.show_claim(caller, claim_id)), slot) is None:
        acting.announce_plain(caller, claim_id, slot)


def _asked(slot: SlotShown, documents: Sequence[ClaimDocument], here: str) -> PaperAsked:
    awaited = _awaited(documents, slot.code)
    if awaited is None:
        return PaperAsked(slot, None, is_checked=False)
    if uploading.has_arrived(awaited):
        return PaperAsked(slot, None, is_checked=True)
    back_to = f"{settings().public_base_url}{here}"
    return PaperAsked(slot, uploading.sign_plain(awaited, back_to=back_to), is_checked=False)


def _awaited(documents: Sequence[ClaimDocument], slot: str) -> ClaimDocument | None:
    """Return the document of a slot that is on its way by a form without script: the latest one."""
    plain = [each for each in documents if each.state is DocumentState.RESERVED and each.sha256 is None]
    return next((each for each in reversed(plain) if each.slot == slot), None)
