"""Use cases of an account's logo, from an administrator's file to its address.

A logo is uploaded by a plain form straight to S3, drawn anew by us, and stored under the hash of that drawing. None is
deleted: e-mails that were sent show it. An upload that was not kept goes by itself after a day, by a rule of the bucket
(infra/template.yaml).
"""

import re

from chalicelib.aws import photo_bucket
from chalicelib.aws.photo_bucket import ObjectTooLarge, UploadForm
from chalicelib.base.errors import FieldError, Invalid, NotFound
from chalicelib.base.ids import ULID_PATTERN, new_id
from chalicelib.base.languages import N_
from chalicelib.features.photos.imaging.facts import LARGEST_LOGO
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable
from chalicelib.features.photos.sandbox.examination import draw_logo
from chalicelib.features.photos.service.branding import store_logo
from chalicelib.identity.model import Caller
from chalicelib.sandbox.allowance import Allowance

#: The limit of a person's wait for the page, with API Gateway's 29 seconds. A logo of 20 MP takes one.
LOGO_CPU_SECONDS = 5.0
_UPLOAD = rf"logo_{ULID_PATTERN}"
_NO_UPLOAD = N_("This upload is gone. Choose the file again.")
_REFUSALS = {
    RejectionReason.EMPTY: N_("The file is empty. Choose another one."),
    RejectionReason.TOO_LARGE: N_("The file has more than 2 MB. Save the logo smaller: 480 by 160 pixels are enough."),
    RejectionReason.TOO_MANY_PIXELS: N_(
        "The picture has more than 20 megapixels. Save the logo smaller: 480 by 160 pixels are enough."
    ),
    RejectionReason.TOO_COMPLEX: N_(
        "The picture is saved in a way that takes too long to open. Save it anew, best as PNG, and choose that file."
    ),
    RejectionReason.BROKEN: N_("The picture is damaged and can't be opened in full. Choose another file."),
}
_NOT_A_LOGO = N_("This is not a PNG, JPEG or WebP picture. Save the logo as one of these, best as PNG.")


def begin_logo(caller: Caller, *, back_to: str) -> UploadForm:
    """Return the form that uploads a logo; it leads to the address `back_to`/<id of the upload>."""
    upload_id = new_id("logo")
    key = _upload_key(caller, upload_id)
    return photo_bucket.sign_plain_upload(key=key, back_to=f"{back_to}/{upload_id}")


def draw_uploaded_logo(caller: Caller, upload_id: str) -> bytes:
    """Return an upload of the caller's account as the PNG that it would be shown as.

    NotFound if there is none (any more); Invalid names the fault of the file.
    """
    key = _upload_key(caller, upload_id)
    if not re.fullmatch(_UPLOAD, upload_id) or not photo_bucket.holds(key):
        raise NotFound(_NO_UPLOAD)
    try:
        data = photo_bucket.read(key, version_id=None, at_most=LARGEST_LOGO).data
        return draw_logo(data, allowance=Allowance(LOGO_CPU_SECONDS))
    except ObjectTooLarge as error:
        raise _refused(RejectionReason.TOO_LARGE) from error
    except Unacceptable as error:
        raise _refused(error.reason) from error


def keep_logo(caller: Caller, upload_id: str) -> str:
    """Store an upload of the caller's account as a logo and return its address.

    Raises the errors of `draw_uploaded_logo`. The account doesn't show it yet: that is a change of its settings.
    """
    return store_logo(caller.account_id, draw_uploaded_logo(caller, upload_id))


def _upload_key(caller: Caller, upload_id: str) -> str:
    return f"{photo_bucket.BRANDING}{caller.account_id}/{upload_id}"


def _refused(reason: RejectionReason) -> Invalid:
    return Invalid([FieldError("/file", _REFUSALS.get(reason, _NOT_A_LOGO))])
