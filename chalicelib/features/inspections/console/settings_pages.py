"""Settings: the process of inspections, and the photos that are asked for."""

from chalice.app import Response

from chalicelib.base.errors import Conflict, FieldError, Findings, Invalid
from chalicelib.base.languages import N_
from chalicelib.base.words import first_seen
from chalicelib.features.inspections.changing import change_choices, check_choices, show_choices
from chalicelib.features.inspections.settings import DAYS, InspectionSettings
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
_HERE = "/console/settings/inspections"
_DIGITS = 9
_PLACES = {f"/{name}": name for name in InspectionSettings.model_fields}


class InspectionForm(Fields):
    """The choices as they are typed; empty codes stand for none."""

    base: str = ""
    process: str = ""
    template: str = ""
    days: str = ""


@settings_pages.operation("GET", _HERE, audience=ADMINISTRATORS, media_type=HTML, summary="The choices for inspections")
def show_form(caller: Caller, call: Call) -> Response:
    return _page(call, caller, _form(show_choices(caller).value))


@settings_pages.operation(
    "POST", _HERE, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Change the choices for inspections"
)
def change(caller: Caller, form: InspectionForm, call: Call) -> Response:
    """Save the choices, or show them again as they were typed."""
    choices = show_choices(caller)
    try:
        check_unchanged(form.base, state_of(choices.value))
        change_choices(caller, _read(caller, form), version=choices.version)
    except (Invalid, Conflict) as error:
        return _page(call, caller, form, trouble(error, language=call.language, places=_PLACES))
    return see_other(_HERE, notice="inspections_saved")


def _read(caller: Caller, form: InspectionForm) -> dict[str, object]:
    found = Findings()
    codes = {"process": form.process.strip() or None, "template": form.template.strip() or None}
    with found:
        check_choices(caller, codes)
    days = found.attempt(lambda: _days(form.days), otherwise=0)
    found.demand_none()
    return {**codes, "days": days}


def _days(typed: str) -> int:
    digits, (least, most) = "".join(typed.split()), DAYS
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS else -1
    if not least <= number <= most:
        message = N_("Write a whole number from {least} to {most}.")
        raise Invalid([FieldError("/days", message, {"least": least, "most": most})])
    return number


def _form(choices: InspectionSettings) -> InspectionForm:
    return InspectionForm(
        base=state_of(choices),
        process=choices.process or "",
        template=choices.template or "",
        days=str(choices.days),
    )


def _page(call: Call, caller: Caller, form: InspectionForm, found: Trouble = NOTHING_WRONG) -> Response:
    account = accounts.load_account(caller.account_id)
    return section_page(
        call,
        caller,
        account,
        "settings_inspections.html",
        here=_HERE,
        found=found,
        form=form,
        processes=[
            (each.code, first_seen((each.labels.get(call.language, ""), *each.labels.values()), otherwise=each.code))
            for each in account.processes
        ],
        templates=[(each.code, each.shown_name) for each in account.templates],
        base=state_of(show_choices(caller).value),
    )
