"""Settings: the account's appearance to owners.

The logo's own pages are in appearance_logo.py, the previews in appearance_previews.py.
"""

from urllib.parse import urlsplit

from chalice.app import Response
from pydantic import ValidationError

from chalicelib.aws import photo_bucket
from chalicelib.base.errors import Conflict, Invalid
from chalicelib.base.settings import settings
from chalicelib.features.account.console.changing import save
from chalicelib.features.account.schemas import BrandingBody, stored
from chalicelib.features.photos import service as photos
from chalicelib.features.photos.console.appearance_form import PLACES, AppearanceForm, form_of, part_of, told_by
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.render import see_other
from chalicelib.frame.console.saving import (
    ADMINISTRATORS,
    HTML,
    NOTHING_WRONG,
    Trouble,
    check_unchanged,
    section_page,
    trouble,
)
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import invalid
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account, Branding

appearance_pages = console_pages(__name__)
HERE = "/console/settings/appearance"


@appearance_pages.operation("GET", HERE, audience=ADMINISTRATORS, media_type=HTML, summary="The appearance")
def show_appearance(caller: Caller, call: Call) -> Response:
    """Show colour, logo and previews."""
    account = accounts.show_account(caller.account_id)
    return appearance_page(call, caller, account, form_of(account))


@appearance_pages.operation(
    "POST", HERE, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Change the appearance"
)
def change_appearance(caller: Caller, form: AppearanceForm, call: Call) -> Response:
    """Save colour and logo, or only try them in the previews."""
    account = accounts.show_account(caller.account_id)
    try:
        told = told_by(form)
        if form.do == "preview":
            return appearance_page(call, caller, account, form, tried=_checked(told["branding"]))
        check_unchanged(form.base, part_of(account))
        save(caller, account, told)
    except (Invalid, Conflict) as error:
        found = trouble(error, language=call.language, places=PLACES)
        return appearance_page(call, caller, accounts.show_account(caller.account_id), form, found=found)
    return see_other(HERE, notice="settings_saved")


def _checked(branding: dict[str, str | None]) -> Branding:
    try:
        return stored(Branding, BrandingBody.model_validate(branding))
    except ValidationError as error:
        raise invalid(error) from error


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def appearance_page(
    call: Call,
    caller: Caller,
    account: Account,
    form: AppearanceForm,
    *,
    tried: Branding | None = None,
    found: Trouble = NOTHING_WRONG,
) -> Response:
    """Return the section; its previews show `tried`, or else the saved branding."""
    shown = tried or account.branding
    upload = photos.begin_logo(caller, back_to=f"{settings().public_base_url}{HERE}/logo")
    return section_page(
        call,
        caller,
        account,
        "settings_appearance.html",
        here=HERE,
        found=found,
        form=form,
        base=part_of(account),
        upload=upload,
        tried={"color": shown.color, "logo_url": shown.logo_url or ""},
        is_tried=tried is not None,
        allow={
            "form-action": [photo_bucket.origin()],
            "frame-src": ["'self'"],
            "img-src": [photo_bucket.origin(), *([origin_of(logo)] if (logo := account.branding.logo_url) else [])],
        },
    )
