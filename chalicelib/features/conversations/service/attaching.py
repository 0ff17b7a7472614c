"""Files of conversations about claims: documents of the claim, in a place of their own."""

from collections.abc import Sequence

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.table.documents import get_document

#: The slot of documents that were sent for the conversation.
SLOT = "chat"
MOST_ATTACHMENTS = 5
_UNKNOWN = N_("There is no such file in this conversation. Send the file first, then the message.")


def require_attachable(claim: Claim, attachments: Sequence[str]) -> None:
    """Raise Invalid for each attachment that is no file of the claim's conversation."""
    wrong = []
    for place, each in enumerate(attachments):
        document = get_document(claim.account_id, claim.id, each)
        if document is None or document.slot != SLOT:
            wrong.append(FieldError(f"/attachments/{place}", _UNKNOWN))
    if wrong:
        raise Invalid(wrong)
