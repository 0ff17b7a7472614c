"""Cases with their requests, and attachments, as HTTP shows them."""

from chalicelib.aws.photo_bucket import sign_download
from chalicelib.base.languages import Language
from chalicelib.features.cases.schemas import TimelineEntryView
from chalicelib.features.cases.views import with_policy
from chalicelib.features.photos.model import Attachment
from chalicelib.features.photos.request_views import request_view
from chalicelib.features.photos.schemas import AttachmentUrls, AttachmentView, CaseDetail
from chalicelib.features.photos.service import CaseView
from chalicelib.identity.model import Caller


def case_detail(caller: Caller, view: CaseView, language: Language, *, with_links: bool) -> CaseDetail:
    """Return a case with its policy, requests, counts and timeline; for `with_links` see `request_view`."""
    return CaseDetail(
        **with_policy(caller, view.case, language).model_dump(),
        requests=[request_view(shown, with_link=with_links) for shown in view.requests],
        attachment_counts=view.counts,
        timeline=[TimelineEntryView.model_validate(entry, from_attributes=True) for entry in view.timeline],
    )


def attachment_view(attachment: Attachment) -> AttachmentView:
    """Return a photo with addresses to get it from."""
    original = sign_download(
        attachment.key,
        version_id=attachment.version_id,
        file_name=attachment.file_name,
        content_type=attachment.content_type,
    )
    urls = AttachmentUrls(
        original=original,
        preview=sign_download(attachment.preview_key),
        thumbnail=sign_download(attachment.thumbnail_key),
    )
    shown = attachment.model_dump(include=set(AttachmentView.model_fields) - {"urls", "taken_at_local"})
    return AttachmentView(**shown, taken_at_local=attachment.taken_at_local, urls=urls)
