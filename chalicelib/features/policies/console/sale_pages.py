"""Settings: the rules for sales."""

from datetime import date
from functools import partial

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.dates import read_date
from chalicelib.base.errors import Conflict, FieldError, Findings, Invalid
from chalicelib.base.languages import N_, Language
from chalicelib.features.policies.sale_changing import change_sales, show_sales
from chalicelib.features.policies.settings import DAYS, SaleSettings
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

sale_pages = console_pages(__name__)
_HERE = "/console/settings/sales"
_DIGITS = 9
_PLACES = {f"/{name}": name for name in (*DAYS, "sell_unconfirmed_from")}


class SalesForm(Fields):
    """The rules as they are typed; an empty day stands for always."""

    base: str = ""
    quote_days: str = ""
    grace_days: str = ""
    document_days: str = ""
    sell_unconfirmed_from: str = ""
    later_agent: str = ""


@sale_pages.operation("GET", _HERE, audience=ADMINISTRATORS, media_type=HTML, summary="The rules for sales")
def show_rules(caller: Caller, call: Call) -> Response:
    return _page(call, caller, _form(show_sales(caller).value, call.language))


@sale_pages.operation(
    "POST", _HERE, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Change the rules for sales"
)
def change_rules(caller: Caller, form: SalesForm, call: Call) -> Response:
    """Save the rules, or show them again as they were typed."""
    rules = show_sales(caller)
    try:
        check_unchanged(form.base, state_of(rules.value))
        change_sales(caller, _read(form), version=rules.version)
    except (Invalid, Conflict) as error:
        return _page(call, caller, form, trouble(error, language=call.language, places=_PLACES))
    return see_other(_HERE, notice="sales_saved")


def _read(form: SalesForm) -> dict[str, object]:
    found = Findings()
    changes: dict[str, object] = {
        **{name: found.attempt(partial(_days, name, getattr(form, name)), otherwise=0) for name in DAYS},
        "sell_unconfirmed_from": found.attempt(lambda: _day(form.sell_unconfirmed_from), otherwise=None),
        "future_only": form.later_agent != "yes",
    }
    found.demand_none()
    return changes


def _days(name: str, typed: str) -> int:
    digits, (least, most) = "".join(typed.split()), DAYS[name]
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS else -1
    if not least <= number <= most:
        message = N_("Write a whole number from {least} to {most}.")
        raise Invalid([FieldError(f"/{name}", message, {"least": least, "most": most})])
    return number


def _day(typed: str) -> date | None:
    if not typed.strip():
        return None
    try:
        return read_date(typed)
    except ValueError as error:
        raise Invalid([FieldError("/sell_unconfirmed_from", str(error))]) from error


def _form(rules: SaleSettings, language: Language) -> SalesForm:
    since = rules.sell_unconfirmed_from
    return SalesForm(
        base=state_of(rules),
        **{name: str(getattr(rules, name)) for name in DAYS},
        sell_unconfirmed_from=localized.day(language, since) if since else "",
        later_agent="" if rules.future_only else "yes",
    )


def _page(call: Call, caller: Caller, form: SalesForm, found: Trouble = NOTHING_WRONG) -> Response:
    return section_page(
        call,
        caller,
        accounts.load_account(caller.account_id),
        "settings_sales.html",
        here=_HERE,
        found=found,
        form=form,
        base=state_of(show_sales(caller).value),
    )
