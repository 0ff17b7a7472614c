"""Files of conversations about claims: documents of the claim that were sent for the conversation."""

from collections.abc import Iterable, Mapping, Sequence

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.features.claims.documents.model import ClaimDocument, DocumentState
from chalicelib.features.claims.documents.reasons import slot_name
from chalicelib.features.claims.documents.slots import is_for_clients
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.processes import CHAT
from chalicelib.features.claims.table.documents import get_documents
from chalicelib.features.conversations.threads import Message, Side

MOST_ATTACHMENTS = 5
_UNKNOWN = N_("There is no such file in this conversation. Send the file first, then the message.")
_TWICE = N_("This file is here twice.")


def require_attachable(claim: Claim, attachments: Sequence[str], side: Side) -> None:
    """Raise Invalid for each attachment that is no file of the claim's conversation, was refused, or is no client's.

    Staff send any; a client can't send a file that staff chose and may not have sent.

    BatchGetItem, if there are any.
    """
    found = get_documents(claim.account_id, claim.id, attachments)
    wrong = []
    for place, each in enumerate(attachments):
        document, pointer = found.get(each), f"/attachments/{place}"
        if document is None or not _is_known(document, side):
            wrong.append(FieldError(pointer, _UNKNOWN))
        elif each in attachments[:place]:
            wrong.append(FieldError(pointer, _TWICE))
        elif document.refusal is not None:
            wrong.append(FieldError(pointer, document.refusal.message, _places(claim, document)))
    if wrong:
        raise Invalid(wrong)


def attached_to(claim: Claim, messages: Iterable[Message]) -> Mapping[str, ClaimDocument]:
    """Return the files of messages by id; removed ones are missing. BatchGetItem, if there are any."""
    return get_documents(claim.account_id, claim.id, [file_id for each in messages for file_id in each.attachments])


def _is_known(document: ClaimDocument, side: Side) -> bool:
    is_file = document.slot == CHAT and document.state is not DocumentState.EXPIRED
    return is_file and (side is Side.STAFF or is_for_clients(document))


def _places(claim: Claim, document: ClaimDocument) -> Mapping[str, object]:
    return {"slot": slot_name(claim, document.twin.slot)} if document.twin else {}
