"""Photos of a case that are asked for again, among its attachments (keys: the package's docstring)."""

from collections.abc import Iterable

from chalicelib.aws.case_items import CasesRow, case_key
from chalicelib.features.photos.model import Attachment, PhotoRequest


def read_attachments(account_id: str, case_id: str) -> list[Attachment]:
    """Query: all photos of a case, by category and time of filing."""
    rows = CasesRow.query(case_key(account_id, case_id), CasesRow.sk.startswith("att#"), consistent_read=True)
    return [model for row in rows if isinstance(model := row.model(), Attachment)]


def read_retaken(request: PhotoRequest) -> Iterable[Attachment]:
    """BatchGetItem: the photos that a request asks for again, without deleted ones."""
    key = case_key(request.account_id, request.case_id)
    wanted = [(key, f"att#{each.category}#{each.attachment_id}") for each in request.again]
    rows = CasesRow.batch_get(wanted, consistent_read=True) if wanted else ()
    return [model for row in rows if isinstance(model := row.model(), Attachment)]
