"""Use cases of how an account looks to owners: its logo, from an administrator's file to its address, and previews.

A logo is uploaded by a plain form straight to S3, drawn anew by us, and stored under the hash of what was drawn. None
is deleted: e-mails that were sent show it. What was uploaded and not kept goes by itself after a day, by a rule of the
bucket (infra/template.yaml).
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from chalicelib.accounts.categories import Category
from chalicelib.accounts.model import Account, Caller
from chalicelib.aws import photo_bucket
from chalicelib.aws.photo_bucket import ObjectTooLarge, UploadForm
from chalicelib.clock import now
from chalicelib.errors import FieldError, Invalid, NotFound
from chalicelib.ids import ULID_PATTERN, new_id
from chalicelib.languages import N_, Language
from chalicelib.notifications.texts import Email
from chalicelib.photos.imaging.facts import LARGEST_LOGO
from chalicelib.photos.model import PhotoRequest
from chalicelib.photos.rejection import RejectionReason, Unacceptable
from chalicelib.photos.sandbox import Allowance, draw_logo
from chalicelib.photos.service.access import link_of
from chalicelib.photos.service.messages import written
from chalicelib.settings import settings

#: What S3 takes at all. What is larger than a logo may be comes to us, too, so that a page can say so and not S3's XML.
UPLOAD_BYTES = 10 * 1024 * 1024
#: Somebody waits for the page, and API Gateway not longer than 29 seconds. A logo of 20 MP takes one.
LOGO_CPU_SECONDS = 5.0
#: Of a logo's SHA-256, so many hex digits are its name.
_DIGITS = 32
_UPLOAD, _DIGEST, _ACCOUNT = rf"logo_{ULID_PATTERN}", rf"[0-9a-f]{{{_DIGITS}}}", rf"acc_{ULID_PATTERN}"
_NO_LOGO = N_("There is no such logo.")
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
    return photo_bucket.sign_plain_upload(key=key, at_most=UPLOAD_BYTES, back_to=f"{back_to}/{upload_id}")


def draw_uploaded_logo(caller: Caller, upload_id: str) -> bytes:
    """Return an upload of the caller's account as the PNG that it would be shown as.

    NotFound if there is none (any more); Invalid says what is wrong with the file.
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
    """Store an upload of the caller's account as a logo and return its address; raises what `draw_uploaded_logo` does.

    The account doesn't show it yet: that is a change of its settings.
    """
    drawn = draw_uploaded_logo(caller, upload_id)
    photo_bucket.write_logo(_logo_key(caller.account_id, _digest(drawn)), drawn)
    return logo_address(caller.account_id, drawn)


def logo_address(account_id: str, drawn: bytes) -> str:
    """Return the public address of a drawn logo."""
    return f"{settings().public_base_url}/a/{account_id}/logo/{_digest(drawn)}"


def logo_source(account: Account) -> str | None:
    """Return where a page of ours gets the logo from: a stored one straight from the bucket, with no step between."""
    url = account.branding.logo_url
    ours = f"{settings().public_base_url}/a/{account.id}/logo/"
    digest = url.removeprefix(ours) if url and url.startswith(ours) else ""
    if not re.fullmatch(_DIGEST, digest):
        return url
    return photo_bucket.sign_download(_logo_key(account.id, digest))


def find_logo(account_id: str, digest: str) -> str:
    """Return an address in the bucket at which a logo can be read for a while; NotFound if there is none."""
    is_name = re.fullmatch(_ACCOUNT, account_id) and re.fullmatch(_DIGEST, digest)
    if not is_name or not photo_bucket.holds(_logo_key(account_id, digest)):
        raise NotFound(_NO_LOGO)
    return photo_bucket.sign_download(_logo_key(account_id, digest))


def usual_categories(account: Account) -> Sequence[Category]:
    """Return what previews ask for: the categories that are ticked by default, or else the first."""
    return [category for category in account.categories if category.by_default] or account.categories[:1]


def preview_email(caller: Caller, account: Account, *, language: Language) -> Email:
    """Return the e-mail of a request as `account`, the caller's with settings to be tried, would send it.

    Its link and code lead nowhere, and are not shown.
    """
    moment = now()
    request = PhotoRequest(
        id=new_id("req"), account_id=caller.account_id, case_id=new_id("case"), language=language,
        categories=tuple(usual_categories(account)), channels=("email",), created_at=moment, created_by=caller.actor,
        expires_at=moment + timedelta(days=7),
    )  # fmt: skip
    _, email = written(account, request)
    link = link_of(request)
    return Email(*(part.replace(link.token, "…").replace(link.code, "…") for part in
                   (email.subject, email.html, email.text)))  # fmt: skip


def _upload_key(caller: Caller, upload_id: str) -> str:
    return f"{photo_bucket.BRANDING}{caller.account_id}/{upload_id}"


def _logo_key(account_id: str, digest: str) -> str:
    return f"{photo_bucket.LOGOS}{account_id}/{digest}.png"


def _digest(drawn: bytes) -> str:
    return sha256(drawn).hexdigest()[:_DIGITS]


def _refused(reason: RejectionReason) -> Invalid:
    return Invalid([FieldError("/file", _REFUSALS.get(reason, _NOT_A_LOGO))])
