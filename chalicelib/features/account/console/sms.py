"""Settings: the bounds on SMS, and their use."""

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid
from chalicelib.features.account.console.changing import save
from chalicelib.features.account.console.sms_form import (
    COUNTRIES,
    NEARLY,
    PLACES,
    SmsForm,
    form_of,
    is_nearly_used,
    part_of,
    told_by,
    unknown_countries,
    used_by_day,
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
from chalicelib.tenancy import sms_quota
from chalicelib.tenancy.model import Account
from chalicelib.tenancy.sms_limits import ceiling_of, is_budget_used_up

sms_pages = console_pages(__name__)
_HERE = "/console/settings/sms"


@sms_pages.operation("GET", _HERE, audience=ADMINISTRATORS, media_type=HTML, summary="The bounds on SMS")
def show_sms(caller: Caller, call: Call) -> Response:
    """Show the bounds, and their use."""
    account = accounts.show_account(caller.account_id)
    return _page(call, caller, account, form_of(account))


@sms_pages.operation(
    "POST", _HERE, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Change the bounds on SMS"
)
def change_sms(caller: Caller, form: SmsForm, call: Call) -> Response:
    """Save the bounds, or show them again as they were typed."""
    account = accounts.show_account(caller.account_id)
    try:
        check_unchanged(form.base, part_of(account))
        save(caller, account, told_by(form), lacking=unknown_countries(form))
    except (Invalid, Conflict) as error:
        found = trouble(error, language=call.language, places=PLACES)
        return _page(call, caller, accounts.show_account(caller.account_id), form, found)
    return see_other(_HERE, notice="settings_saved")


def _page(call: Call, caller: Caller, account: Account, form: SmsForm, found: Trouble = NOTHING_WRONG) -> Response:
    use, ceiling = sms_quota.show_sms_use(account), ceiling_of(account)
    allowed = {code: name for code, name in COUNTRIES.items() if code in ceiling.countries}
    return section_page(
        call,
        caller,
        account,
        "settings_sms.html",
        here=_HERE,
        found=found,
        form=form,
        base=part_of(account),
        countries=allowed,
        ceiling=ceiling,
        held=is_budget_used_up(account.id),
        use=use,
        used=used_by_day(account, use, language=call.language),
        is_nearly_used=is_nearly_used(account, use),
        nearly=round(NEARLY * 100),
    )
