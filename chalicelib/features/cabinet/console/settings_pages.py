"""Settings: the client area, its address and its rules."""

from functools import partial

from chalice.app import Response

from chalicelib.base.emails import ascii_address
from chalicelib.base.errors import Conflict, FieldError, Findings, Invalid
from chalicelib.base.languages import LANGUAGES, N_
from chalicelib.base.settings import settings
from chalicelib.base.words import block
from chalicelib.features.cabinet.area_changing import change_area, show_area
from chalicelib.frame.area.settings import DEVICE_DAYS, MOST_SUM, WELCOME_LENGTH, AreaSettings, is_slug, wrong_slug
from chalicelib.frame.area.site import page_path
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields
from chalicelib.frame.console.render import see_other
from chalicelib.frame.console.saving import (
    ADMINISTRATORS,
    HTML,
    NOTHING_WRONG,
    Trouble,
    check_unchanged,
    section_page,
    state_of,
    trouble,
)
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

settings_pages = console_pages(__name__)
_HERE = "/console/settings/area"
_NUMBERS = {"device_days": DEVICE_DAYS, "code_above": (0, MOST_SUM)}
_DIGITS = 12
_PLACES = {
    "/slug": "slug",
    **{f"/welcome/{language}": f"welcome_{language}" for language in LANGUAGES},
    **{f"/{name}": name for name in _NUMBERS},
    "/help_email": "help_email",
}


class AreaForm(Fields):
    """The rules as they are typed."""

    base: str = ""
    slug: str = ""
    on: str = ""
    welcome_ru: str = ""
    welcome_es: str = ""
    welcome_en: str = ""
    device_days: str = ""
    automatic_invitations: str = ""
    code_above: str = ""
    help_email: str = ""


@settings_pages.operation(
    "GET", _HERE, audience=ADMINISTRATORS, media_type=HTML, summary="The rules for the client area"
)
def show_area_rules(caller: Caller, call: Call) -> Response:
    return _page(call, caller, _form(show_area(caller).value))


@settings_pages.operation(
    "POST", _HERE, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Change the rules for the client area"
)
def change_area_rules(caller: Caller, form: AreaForm, call: Call) -> Response:
    """Save the rules, or show them again as they were typed."""
    rules = show_area(caller)
    try:
        check_unchanged(form.base, state_of(rules.value))
        change_area(caller, _read(form), version=rules.version)
    except (Invalid, Conflict) as error:
        return _page(call, caller, form, trouble(error, language=call.language, places=_PLACES))
    return see_other(_HERE, notice="area_rules_saved")


def _read(form: AreaForm) -> dict[str, object]:
    found = Findings()
    welcome = {
        language: found.attempt(partial(_welcome, language, getattr(form, f"welcome_{language}")), otherwise="")
        for language in LANGUAGES
    }
    changes: dict[str, object] = {
        "slug": found.attempt(lambda: _slug(form.slug), otherwise=""),
        "on": form.on == "yes",
        "welcome": {language: written for language, written in welcome.items() if written},
        **{name: found.attempt(partial(_number, name, getattr(form, name)), otherwise=1) for name in _NUMBERS},
        "automatic_invitations": form.automatic_invitations == "yes",
        "help_email": found.attempt(lambda: _email(form.help_email), otherwise=None),
    }
    found.demand_none()
    return changes


def _slug(typed: str) -> str:
    slug = typed.strip().lower()
    if slug and not is_slug(slug):
        raise Invalid([wrong_slug()])
    return slug


def _welcome(language: str, typed: str) -> str:
    written = block(typed)
    if len(written) > WELCOME_LENGTH:
        message = N_("Must have at most {max_length} characters.")
        raise Invalid([FieldError(f"/welcome/{language}", message, {"max_length": WELCOME_LENGTH})])
    return written


def _number(name: str, typed: str) -> int:
    digits, (least, most) = "".join(typed.split()), _NUMBERS[name]
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS else -1
    if not least <= number <= most:
        message = N_("Write a whole number from {least} to {most}.")
        raise Invalid([FieldError(f"/{name}", message, {"least": least, "most": most})])
    return number


def _email(typed: str) -> str | None:
    if not typed.strip():
        return None
    try:
        return ascii_address(typed)
    except ValueError as error:
        raise Invalid([FieldError("/help_email", str(error))]) from error


def _form(rules: AreaSettings) -> AreaForm:
    welcome = {f"welcome_{language}": rules.welcome.get(language, "") for language in LANGUAGES}
    return AreaForm(
        base=state_of(rules),
        slug=rules.slug,
        on="yes" if rules.on else "",
        **{name: str(getattr(rules, name)) for name in _NUMBERS},
        automatic_invitations="yes" if rules.automatic_invitations else "",
        help_email=rules.help_email or "",
        **welcome,
    )


def _page(call: Call, caller: Caller, form: AreaForm, found: Trouble = NOTHING_WRONG) -> Response:
    rules = show_area(caller).value
    return section_page(
        call,
        caller,
        accounts.load_account(caller.account_id),
        "settings_area.html",
        here=_HERE,
        found=found,
        form=form,
        base=state_of(rules),
        page_of_area=f"{settings().public_base_url}{page_path(rules.slug)}" if rules.slug and rules.on else "",
    )
