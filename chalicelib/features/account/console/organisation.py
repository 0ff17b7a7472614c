"""Settings: the organisation."""

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid
from chalicelib.features.account.console.changing import save
from chalicelib.features.account.console.email_choices import RULES
from chalicelib.features.account.console.organisation_form import (
    PHONES,
    OrganisationForm,
    form_of,
    part_of,
    places_of,
    told_by,
    zones,
)
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
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

organisation_pages = console_pages(__name__)
_HERE = "/console/settings/organisation"


@organisation_pages.operation(
    "GET", "/console/settings", audience=ADMINISTRATORS, status=303, media_type=HTML, summary="The settings"
)
def show_settings() -> Response:
    """Lead to the first section."""
    return see_other(_HERE)


@organisation_pages.operation("GET", _HERE, audience=ADMINISTRATORS, media_type=HTML, summary="The organisation")
def show_organisation(caller: Caller, call: Call) -> Response:
    """Show the organisation's form."""
    account = accounts.show_account(caller.account_id)
    return _page(call, caller, account, form_of(account))


@organisation_pages.operation(
    "POST", _HERE, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Change the organisation"
)
def change_organisation(caller: Caller, form: OrganisationForm, call: Call) -> Response:
    """Save the form, or show it again as it was typed."""
    account = accounts.show_account(caller.account_id)
    try:
        check_unchanged(form.base, part_of(account))
        save(caller, account, told_by(form))
    except (Invalid, Conflict) as error:
        found = trouble(error, language=call.language, places=places_of(form))
        return _page(call, caller, accounts.show_account(caller.account_id), form, found)
    return see_other(_HERE, notice="settings_saved")


def _page(
    call: Call, caller: Caller, account: Account, form: OrganisationForm, found: Trouble = NOTHING_WRONG
) -> Response:
    return section_page(
        call,
        caller,
        account,
        "settings_organisation.html",
        here=_HERE,
        found=found,
        form=form,
        phones=PHONES,
        base=part_of(account),
        zones=zones(form.time_zone),
        rules=RULES,
    )
