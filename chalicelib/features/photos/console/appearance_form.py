"""The form of how an account looks to owners, and the settings that its previews try."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from chalicelib.features.account.schemas import BrandingBody, stored
from chalicelib.frame.console.fields import Fields
from chalicelib.frame.console.saving import state_of
from chalicelib.tenancy.model import Account, Branding

PLACES: Mapping[str, str] = {
    "/branding/color": "color",
    "/branding/logo_url": "logo_url",
    "/color": "color",
    "/logo_url": "logo_url",
}


class AppearanceForm(Fields):
    """Colour and address of the logo as they are typed; `do` is the button that was pressed."""

    base: str = ""
    do: str = ""
    color: str = ""
    logo_url: str = ""


class Tried(Fields):
    """The settings of a preview, which needn't be saved, or a logo that was only just uploaded (`upload`)."""

    scheme: str = ""
    lang: str = ""
    color: str = ""
    logo_url: str = ""
    upload: str = ""


def part_of(account: Account) -> str:
    """Return the state of the settings in this form, to detect changes by others."""
    return state_of(account.branding)


def form_of(account: Account) -> AppearanceForm:
    """Return the form as the settings are."""
    branding = account.branding
    return AppearanceForm(base=part_of(account), color=branding.color, logo_url=branding.logo_url or "")


def told_by(form: AppearanceForm) -> dict[str, Any]:
    """Return the change for the API."""
    return {"branding": {"color": form.color.strip().lower(), "logo_url": form.logo_url.strip() or None}}


def tried_branding(account: Account, tried: Tried) -> Branding:
    """Return the branding for a preview: the account's own where the tried one is invalid."""
    try:
        given = BrandingBody(color=tried.color or account.branding.color, logo_url=tried.logo_url or None)
    except ValidationError:
        return account.branding
    return stored(Branding, given)
