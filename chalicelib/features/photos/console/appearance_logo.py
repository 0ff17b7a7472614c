"""Settings: a logo that was uploaded, looked at before it is kept; and removing the logo."""

from base64 import b64encode

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid
from chalicelib.base.languages import N_, text
from chalicelib.features.account.console.changing import save
from chalicelib.features.photos import service as photos
from chalicelib.features.photos.console.appearance import HERE, appearance_page
from chalicelib.features.photos.console.appearance_form import form_of
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.render import page, see_other
from chalicelib.frame.console.saving import ADMINISTRATORS, HTML, section_page, trouble
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

logo_pages = console_pages(__name__)
_UPLOADED = f"{HERE}/logo/{{upload_id}}"
#: The place for a problem of an uploaded file.
_PLACES = {"/file": "file"}


@logo_pages.operation("GET", _UPLOADED, audience=ADMINISTRATORS, media_type=HTML, summary="A logo that was uploaded")
def show_uploaded_logo(caller: Caller, upload_id: str, call: Call) -> Response:
    """Show a preview with an uploaded logo; S3 leads here, with parameters of its own."""
    account = accounts.show_account(caller.account_id)
    try:
        drawn = photos.draw_uploaded_logo(caller, upload_id)
    except Invalid as error:
        found = trouble(error, language=call.language, places=_PLACES)
        return appearance_page(call, caller, account, form_of(account), found=found)
    return section_page(
        call,
        caller,
        account,
        "settings_logo.html",
        here=f"{HERE}/logo/{upload_id}",
        picture=as_data(drawn),
        tried={"color": account.branding.color, "upload": upload_id},
        allow={"frame-src": ["'self'"]},
    )


@logo_pages.operation(
    "POST", _UPLOADED, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Make an upload the logo"
)
def keep_logo(caller: Caller, upload_id: str, call: Call) -> Response:
    """Store the logo and show it to owners from now on; the colour stays."""
    account = accounts.show_account(caller.account_id)
    try:
        kept = photos.keep_logo(caller, upload_id)
        save(caller, account, {"branding": _with_logo(account, kept)})
    except (Invalid, Conflict) as error:
        found = trouble(error, language=call.language, places=_PLACES)
        return appearance_page(call, caller, account, form_of(account), found=found)
    return see_other(HERE, notice="settings_saved")


@logo_pages.operation(
    "GET", f"{HERE}/remove-logo", audience=ADMINISTRATORS, media_type=HTML, summary="Ask whether the logo is to go"
)
def confirm_removal(caller: Caller, call: Call) -> Response:
    """Ask first."""
    account = accounts.show_account(caller.account_id)
    return page(
        call,
        "confirm.html",
        caller=caller,
        account=account,
        question=text(call.language, N_("Remove the logo?")),
        warning=text(
            call.language,
            N_("Owners see the organisation's name in its place. E-mails that were sent keep showing the logo."),
        ),
        yes=text(call.language, N_("Remove the logo")),
        name="",
        picture="",
        back=address(HERE),
    )


@logo_pages.operation(
    "POST", f"{HERE}/remove-logo", audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Remove the logo"
)
def remove_logo(caller: Caller, call: Call) -> Response:
    """Show no logo from now on."""
    account = accounts.show_account(caller.account_id)
    try:
        save(caller, account, {"branding": _with_logo(account, None)})
    except Conflict as error:
        found = trouble(error, language=call.language, places=_PLACES)
        return appearance_page(call, caller, account, form_of(account), found=found)
    return see_other(HERE, notice="logo_removed")


def _with_logo(account: Account, address: str | None) -> dict[str, str | None]:
    return {**account.branding.model_dump(), "logo_url": address}


def as_data(drawn: bytes) -> str:
    """Return a PNG as a data URL. A page that changes nothing can't store it anywhere."""
    return f"data:image/png;base64,{b64encode(drawn).decode()}"
