"""Settings: rates of commission by product, agent and day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, NamedTuple

from chalice.app import Response
from pydantic import BeforeValidator, Field

from chalicelib.base import localized
from chalicelib.base.dates import read_date
from chalicelib.base.errors import Conflict, FieldError, Findings, Invalid
from chalicelib.base.languages import Language
from chalicelib.features.clients.rules import today_in
from chalicelib.features.policies import rates
from chalicelib.features.policies.product_changing import show_products
from chalicelib.features.policies.products import ProductSettings
from chalicelib.features.policies.rate_model import Rate
from chalicelib.features.policies.rate_schemas import RateBody
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, read_typed
from chalicelib.frame.console.numbers import percent, typed_number
from chalicelib.frame.console.render import see_other
from chalicelib.frame.console.saving import HTML, NOTHING_WRONG, Trouble, section_page, trouble
from chalicelib.http.blueprint import Call
from chalicelib.http.paging import cursor, position_of
from chalicelib.identity import directory
from chalicelib.identity.agents import list_agents
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

rate_pages = console_pages(__name__)
_HERE = "/console/settings/rates"
_ADMINISTRATORS = console("rates:write")
_PAGE = 100
_PLACES = {f"/{name}": name for name in ("product", "agent_id", "since", "percent")}


class RatesQuery(Fields):
    """The beginning of the page."""

    cursor: Annotated[str | None, Field(max_length=800), BeforeValidator(lambda given: given or None)] = None


class RateForm(Fields):
    """A rate as it is typed."""

    product: str = ""
    #: Empty: all agents.
    agent_id: str = ""
    since: str = ""
    percent: str = ""


class Line(NamedTuple):
    """A rate in the list, in words."""

    product: str
    #: Empty: all agents.
    agent: str
    since: str
    percent: str
    set_by: str
    rate: Rate


@rate_pages.operation("GET", _HERE, audience=_ADMINISTRATORS, media_type=HTML, summary="Rates of commission")
def show_rates(caller: Caller, query: RatesQuery, call: Call) -> Response:
    """List the rates above the form of a new one."""
    today = today_in(accounts.load_account(caller.account_id))
    form = RateForm(since=localized.day(call.language, today))
    return _page(call, caller, form, after=position_of(query.cursor))


@rate_pages.operation(
    "POST", _HERE, audience=_ADMINISTRATORS, status=303, media_type=HTML, summary="Set a rate of commission"
)
def set_rate(caller: Caller, form: RateForm, call: Call) -> Response:
    """Save the rate, or show the form again as it was typed."""
    try:
        body = _read(caller, form)
        rates.set_rate(caller, body.new())
    except (Invalid, Conflict) as error:
        return _page(call, caller, form, found=trouble(error, language=call.language, places=_PLACES))
    return see_other(_HERE, notice="rate_set")


def _read(caller: Caller, form: RateForm) -> RateBody:
    found = Findings()
    since = found.attempt(lambda: _day(form.since), otherwise=date.min)
    typed = {
        "product": form.product,
        "agent_id": form.agent_id or None,
        "since": since.isoformat(),
        "percent": typed_number(form.percent),
    }
    return read_typed(
        RateBody,
        typed,
        lacking=found.errors,
        check=lambda body: rates.check_parts(caller, body.product, body.agent_id),
    )


def _day(typed: str) -> date:
    try:
        return read_date(typed)
    except ValueError as error:
        raise Invalid([FieldError("/since", str(error))]) from error


def _page(
    call: Call, caller: Caller, form: RateForm, *, after: str | None = None, found: Trouble = NOTHING_WRONG
) -> Response:
    products = show_products(caller).value
    listed, following = rates.list_rates(caller, after=after, limit=_PAGE)
    return section_page(
        call,
        caller,
        accounts.load_account(caller.account_id),
        "settings_rates.html",
        here=_HERE,
        found=found,
        form=form,
        lines=_lines(caller, call.language, products, listed),
        products=[(each.code, each.label(call.language)) for each in products.products],
        agents=[(each.id, each.shown_name) for each in list_agents(caller.account_id)],
        next=cursor(following),
    )


def _lines(caller: Caller, language: Language, settings: ProductSettings, listed: Sequence[Rate]) -> list[Line]:
    people: Mapping[str, str] = {each.id: each.shown_name for each in directory.load_users(caller.account_id)}
    named = directory.name_users(caller.account_id, [each.present.by for each in listed])

    def line(rate: Rate) -> Line:
        product = settings.find(rate.product)
        return Line(
            product=product.label(language) if product else rate.product,
            agent=people.get(rate.agent_id, rate.agent_id) if rate.agent_id else "",
            since=localized.day(language, rate.since),
            percent=percent(language, rate.present.percent),
            set_by=named.get(rate.present.by, ""),
            rate=rate,
        )

    return [line(each) for each in listed]
