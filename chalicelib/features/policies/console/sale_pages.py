"""Settings: the rules for sales."""

from datetime import date
from functools import partial

from chalicelib.base import localized
from chalicelib.base.dates import read_date
from chalicelib.base.errors import FieldError, Findings, Invalid
from chalicelib.base.languages import Language
from chalicelib.features.policies.sale_changing import change_sales, show_sales
from chalicelib.features.policies.settings import DAYS, SaleSettings
from chalicelib.frame.console.numbers import whole_number
from chalicelib.frame.console.rules import RulePage, RulesForm, blueprint_of
from chalicelib.frame.console.saving import state_of
from chalicelib.identity.model import Caller
from chalicelib.tenancy.sections import Section

_PLACES = {f"/{name}": name for name in (*DAYS, "sell_unconfirmed_from")}


class SalesForm(RulesForm):
    """The rules as they are typed; an empty day stands for always."""

    quote_days: str = ""
    grace_days: str = ""
    document_days: str = ""
    sell_unconfirmed_from: str = ""
    later_agent: str = ""


def _read(form: SalesForm) -> dict[str, object]:
    found = Findings()
    changes: dict[str, object] = {
        **{
            name: found.attempt(partial(whole_number, getattr(form, name), DAYS[name], at=f"/{name}"), otherwise=0)
            for name in DAYS
        },
        "sell_unconfirmed_from": found.attempt(lambda: _day(form.sell_unconfirmed_from), otherwise=None),
        "future_only": form.later_agent != "yes",
    }
    found.demand_none()
    return changes


def _day(typed: str) -> date | None:
    if not typed.strip():
        return None
    try:
        return read_date(typed)
    except ValueError as error:
        raise Invalid([FieldError("/sell_unconfirmed_from", str(error))]) from error


def _filled(rules: Section[SaleSettings], language: Language) -> SalesForm:
    since = rules.value.sell_unconfirmed_from
    return SalesForm(
        base=_state(rules),
        **{name: str(getattr(rules.value, name)) for name in DAYS},
        sell_unconfirmed_from=localized.day(language, since) if since else "",
        later_agent="" if rules.value.future_only else "yes",
    )


def _state(rules: Section[SaleSettings]) -> str:
    return state_of(rules.value)


def _save(caller: Caller, rules: Section[SaleSettings], form: SalesForm) -> object:
    return change_sales(caller, _read(form), version=rules.version)


sale_pages = blueprint_of(
    __name__,
    RulePage[Section[SaleSettings], SalesForm](
        section="sales",
        rules="the rules for sales",
        form=SalesForm,
        template="settings_sales.html",
        show=show_sales,
        state=_state,
        filled=_filled,
        save=_save,
        places=_PLACES,
        notice="sales_saved",
    ),
)
