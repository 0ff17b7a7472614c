"""The page of a renewal: covers, deductibles and plans with their prices, chosen without a script."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from chalice.app import Response
from pydantic import ConfigDict

from chalicelib.base import localized
from chalicelib.base.errors import Conflict, DomainError, Gone, Invalid, NotFound, QuotaExceeded
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import Money, shown
from chalicelib.features.policies.area import own, renewing
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.service.choosing import OfferedFactor, RenewalOptions
from chalicelib.features.policies.subjects import quote_subject
from chalicelib.features.policies.typed import TypedRenewal
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.http.problems import kind_of
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

pages = area_pages(__name__)
_MINE = area(AreaPermission.POLICIES)
_RENEWAL = "/area/{slug}/policies/{policy_id}/renewal"
_SAVES, _ADDS, _SAME = N_("saves {amount}"), N_("costs {amount} more"), N_("as now")
#: Before the code of a factor, the name of its field.
_FACTOR = "factor-"
_LONGEST = 60


class RenewalForm(TypedFields):
    """The chosen plan; each factor's option is in a field of its code."""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)

    plan: str = ""

    def choices(self) -> TypedRenewal:
        """Return the choices as the rules read them."""
        typed = {name: str(value)[:_LONGEST] for name, value in (self.model_extra or {}).items()}
        options = {name.removeprefix(_FACTOR): each for name, each in typed.items() if name.startswith(_FACTOR)}
        return TypedRenewal(options=options, plan=self.plan[:_LONGEST] or None)


@pages.operation(
    "GET",
    _RENEWAL,
    audience=_MINE,
    errors=(NotFound, Conflict),
    media_type=HTML,
    summary="The page of an own policy's renewal",
)
def show_own_renewal(caller: AreaCaller, slug: str, policy_id: str, call: Call) -> Response:
    """Show the choices with prices and savings, or lead to the payment of a renewal that waits for it."""
    policy, options = renewing.show_options(caller, policy_id)
    return _page(call, caller, slug, policy, options)


@pages.operation(
    "POST",
    _RENEWAL,
    audience=_MINE,
    status=303,
    errors=(NotFound, Conflict),
    media_type=HTML,
    summary="Choose a renewal, and lead to its payment",
)
def choose_own_renewal(caller: AreaCaller, slug: str, policy_id: str, form: RenewalForm, call: Call) -> Response:
    """Make the quote of the renewal; show the choices again with the errors."""
    try:
        quote_id = renewing.renew(caller, policy_id, form.choices())
    except (Invalid, Conflict, Gone, QuotaExceeded) as error:
        policy, options = renewing.show_options(caller, policy_id)
        return _page(call, caller, slug, policy, options, error)
    return see_other(page_path(slug, _pay(quote_id)))


def _pay(quote_id: str) -> str:
    return f"/pay?subject={quote(quote_subject(quote_id), safe='')}"


def _page(
    call: Call,
    caller: AreaCaller,
    slug: str,
    policy: Policy,
    options: RenewalOptions,
    error: DomainError | None = None,
) -> Response:
    language, insured = call.language, options.insured
    values: dict[str, Any] = {
        "own": own.as_listed(policy, language),
        "term": f"{localized.day(language, insured.begins)} – {localized.day(language, insured.ends)}",
        "base": shown(language, options.base.premium) if options.base else "",
        "factors": [(f"{_FACTOR}{each.factor.code}", _factor(each, language)) for each in options.factors],
        "plans": list(_plans(options, language)),
        "plan": insured.plan,
        "pay": _pay(options.quote_id) if options.quote_id else "",
        "troubles": list(_troubles(options, error, language)),
    }
    status = int(kind_of(error)[0]) if error else 200
    return page(call, open_site(slug), "area_renewal.html", caller=caller, status=status, **values)


def _factor(offered: OfferedFactor, language: Language) -> dict[str, Any]:
    lines = [
        (each.option.code, each.option.label(language), _saving(each.saves, language), each.chosen)
        for each in offered.options
    ]
    return {"label": offered.factor.label(language), "options": lines}


def _saving(saves: Money, language: Language) -> str:
    if not saves.amount:
        return text(language, _SAME)
    amount = shown(language, Money(amount=abs(saves.amount), currency=saves.currency))
    return text(language, _SAVES if saves.amount > 0 else _ADDS, amount=amount)


def _plans(options: RenewalOptions, language: Language) -> Iterator[tuple[str, str, str]]:
    for each in options.plans:
        yield each.plan.code, each.plan.label(language), shown(language, each.premium)


def _troubles(options: RenewalOptions, error: DomainError | None, language: Language) -> Iterator[str]:
    found = error.errors if isinstance(error, Invalid) else options.lacking if error is None else ()
    yield from (text(language, each.message, **each.params) for each in found)
    if error is not None and not isinstance(error, Invalid):
        yield text(language, error.message, **error.params)
