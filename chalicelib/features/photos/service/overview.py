"""The staff's view of a case: the case with its requests, attachments and timeline; removal of photos."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.errors import NotFound
from chalicelib.base.languages import N_
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case, TimelineEntry
from chalicelib.features.cases.service import CaseCollection
from chalicelib.features.photos import table
from chalicelib.features.photos.model import Attachment, Found, Message, PhotoRequest, Upload
from chalicelib.features.photos.service.access import Shown, link_of
from chalicelib.features.photos.service.removal import erase, take_out
from chalicelib.features.photos.table import locators
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

_NO_ATTACHMENT = N_("There is no such attachment.")


class CaseView(NamedTuple):
    """A case with everything in it; `counts` are photos by category, `uploads` the announced ones, filed or not."""

    case: Case
    requests: tuple[Shown, ...]
    attachments: tuple[Attachment, ...]
    uploads: tuple[Upload, ...]
    counts: dict[str, int]
    timeline: tuple[TimelineEntry, ...]


def show_case(caller: Caller, case_id: str) -> CaseView:
    """Return a case with everything in it: one Query."""
    return view_case(cases.show_collection(caller, case_id))


def view_case(collection: CaseCollection) -> CaseView:
    """Return the photos' part of a case's collection."""
    messages = [other for other in collection.others if isinstance(other, Message)]
    requests = sorted(
        (other for other in collection.others if isinstance(other, PhotoRequest)), key=lambda each: each.created_at
    )
    attachments = _seen(other for other in collection.others if isinstance(other, Attachment))
    return CaseView(
        case=collection.case,
        requests=tuple(
            Shown(request, tuple(each for each in messages if each.request_id == request.id), link_of(request))
            for request in requests
        ),
        attachments=attachments,
        uploads=tuple(other for other in collection.others if isinstance(other, Upload)),
        counts=dict(Counter(attachment.category for attachment in attachments)),
        timeline=collection.timeline,
    )


def list_attachments(
    caller: Caller, case_id: str, *, category: str | None, after: str | None, limit: int
) -> tuple[list[Attachment], str | None]:
    """Return a page of a case's photos by category, and the position that the next page begins after."""
    case = cases.show_case(caller, case_id)
    found, following = table.list_attachments(case.account_id, case.id, category=category, after=after, limit=limit)
    return list(_seen(found)), following


def show_attachment(caller: Caller, case_id: str, attachment_id: str) -> Attachment:
    """Return a photo of a case."""
    attachment = load_attachment(locate_attachment(caller, attachment_id))
    if attachment.case_id != case_id:
        raise NotFound(_NO_ATTACHMENT)
    return _seen([attachment])[0]


def _seen(attachments: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """Return photos as staff may see them: with the place only while the account keeps it, also those of before."""
    return tuple(
        photo
        if photo.gps is None or accounts.load_account(photo.account_id).keep_place
        else photo.model_copy(update={"gps": None})
        for photo in attachments
    )


def delete_attachment(caller: Caller, attachment_id: str) -> None:
    """Delete a photo from its case for good, with all versions and renditions. The timeline names the actor."""
    erase(retry_stale(lambda: _delete(caller, attachment_id)))


def _delete(caller: Caller, attachment_id: str) -> Upload:
    attachment = load_attachment(locate_attachment(caller, attachment_id))
    upload = table.get_upload(attachment.account_id, attachment.case_id, attachment.request_id, attachment.photo_id)
    request = table.get_request(attachment.account_id, attachment.case_id, attachment.request_id)
    if upload is None or request is None:
        raise NotFound(_NO_ATTACHMENT)
    tx = Transaction()
    take_out(tx, request=request, upload=upload)
    cases.note_in(
        tx,
        account_id=attachment.account_id,
        case_id=attachment.case_id,
        actor=caller.actor,
        type="attachment.deleted",
        attachment_id=attachment.id,
        file_name=attachment.file_name,
        sha256=attachment.sha256,
    )
    tx.commit()
    return upload


def locate_attachment(caller: Caller, attachment_id: str) -> Found | None:
    """Return the place of a photo of the caller's account, None if there is none of this id."""
    return locators.locate(caller.account_id, attachment_id) if attachment_id.startswith("pho_") else None


def load_attachment(found: Found | None) -> Attachment:
    """Return the photo that was located; NotFound if it isn't there (any more)."""
    attachment = table.get_attachment(found) if found and found.sort_key else None
    if attachment is None:
        raise NotFound(_NO_ATTACHMENT)
    return attachment
