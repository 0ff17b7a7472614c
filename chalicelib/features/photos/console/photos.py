"""A case's photos: the part of its page that refreshes itself, one photo in full, and deleting one."""

from chalice.app import Response

from chalicelib.aws.photo_bucket import origin, sign_download
from chalicelib.base.languages import N_, text
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.console.case_page import case_wording
from chalicelib.features.cases.console.summary import case_head
from chalicelib.features.photos import service
from chalicelib.features.photos.console.gallery import gallery, gallery_tag
from chalicelib.features.photos.console.verdicts import names_of
from chalicelib.features.photos.scopes import ATTACHMENTS_DELETE
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.render import fragment, page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.conditional import is_known
from chalicelib.identity.model import Caller, Scope

photo_pages = console_pages(__name__)
_HTML = "text/html"
_READ, _DELETE = console(Scope.CASES_READ), console(ATTACHMENTS_DELETE)


@photo_pages.operation(
    "GET",
    "/console/cases/{case_id}/photos",
    audience=_READ,
    media_type=_HTML,
    summary="The part of a case's page that shows its photos",
)
def show_photos(caller: Caller, case_id: str, call: Call) -> Response:
    """Return the photos of a case as a part of its page; 304 if the page has them already."""
    collection = cases.show_collection(caller, case_id)
    view = service.view_case(collection)
    tag = gallery_tag(view, language=call.language)
    if is_known(tag, call.headers.get("if-none-match", "")):
        return Response(body="", status_code=304, headers={"ETag": tag, "Cache-Control": "no-store"})
    cases.mark_seen(caller, view.case)  # a person who watches photos arrive has seen them
    said = case_wording(caller, collection, call)
    return fragment(
        call,
        "gallery.html",
        caller=caller,
        headers={"ETag": tag},
        gallery=gallery(view, wording=said, names=names_of(caller, view.attachments), me=caller.actor),
        head=case_head(view.case, account=said.account, language=said.language),
        requested=bool(view.requests),
    )


@photo_pages.operation(
    "GET",
    "/console/cases/{case_id}/photos/{attachment_id}/preview",
    audience=_READ,
    status=303,
    media_type=_HTML,
    summary="Show a photo, its longest side 1600 pixels",
)
def show_preview(caller: Caller, case_id: str, attachment_id: str) -> Response:
    """Lead to the picture in the bucket, by an address that was signed just now."""
    photo = service.show_attachment(caller, case_id, attachment_id)
    return _in_bucket(sign_download(photo.preview_key))


@photo_pages.operation(
    "GET",
    "/console/cases/{case_id}/photos/{attachment_id}/original",
    audience=_READ,
    status=303,
    media_type=_HTML,
    summary="Download a photo as its owner sent it",
)
def download_original(caller: Caller, case_id: str, attachment_id: str) -> Response:
    """Lead to the owner's own file, which the browser saves under its name in the case."""
    photo = service.show_attachment(caller, case_id, attachment_id)
    signed = sign_download(
        photo.key, version_id=photo.version_id, file_name=photo.file_name, content_type=photo.content_type
    )
    return _in_bucket(signed)


@photo_pages.operation(
    "GET",
    "/console/cases/{case_id}/photos/{attachment_id}/delete",
    audience=_DELETE,
    media_type=_HTML,
    summary="Ask whether a photo is to be deleted",
)
def confirm_deletion(caller: Caller, case_id: str, attachment_id: str, call: Call) -> Response:
    """Ask first: nothing brings a deleted photo back."""
    photo = service.show_attachment(caller, case_id, attachment_id)
    return page(
        call,
        "confirm.html",
        caller=caller,
        storage=[origin()],
        question=text(call.language, N_("Delete this photo for good?")),
        warning=text(
            call.language,
            N_("It is removed from the case with all its copies. The history keeps who deleted it, and its SHA-256."),
        ),
        yes=text(call.language, N_("Delete the photo")),
        name=photo.file_name,
        picture=sign_download(photo.thumbnail_key),
        back=address(f"/console/cases/{case_id}"),
    )


@photo_pages.operation(
    "POST",
    "/console/cases/{case_id}/photos/{attachment_id}/delete",
    audience=_DELETE,
    status=303,
    media_type=_HTML,
    summary="Delete a photo",
)
def delete_photo(caller: Caller, case_id: str, attachment_id: str) -> Response:
    service.show_attachment(caller, case_id, attachment_id)
    service.delete_attachment(caller, attachment_id)
    return see_other(f"/console/cases/{case_id}", notice="photo_deleted")


def _in_bucket(signed: str) -> Response:
    headers = {"Location": signed, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return Response(body="", status_code=303, headers=dict(headers))
