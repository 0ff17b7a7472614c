"""Pages of a cancellation: the day, the refund with its computation, the code. None needs a script."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.dates import NOT_A_DATE, read_date
from chalicelib.base.errors import Conflict, DomainError, FieldError, Gone, Invalid, NotFound, QuotaExceeded
from chalicelib.base.languages import N_, Language, plural, text
from chalicelib.base.money import shown
from chalicelib.features.policies import service
from chalicelib.features.policies.area import own
from chalicelib.features.policies.area.cancelling import Cancelling, CancelWish, cancel, show_cancelling
from chalicelib.features.policies.area.schemas import LONGEST_REASON
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.shown import find_product, percent_of
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.codes import ConfirmationNeeded
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.http.problems import kind_of
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.tenancy import service as accounts

pages = area_pages(__name__)
_MINE = area(AreaPermission.POLICIES)
_CANCEL = "/area/{slug}/policies/{policy_id}/cancel"
_LONGEST = 20
_REQUEST = N_("Please cancel policy {number}. Its last day in force is to be: {day}.")


class DayQuery(TypedFields):
    """The last day in force."""

    on: str = ""


class AreaCancelForm(TypedFields):
    """The last day in force, the reason, and the code."""

    on: str = ""
    reason: str = ""
    code: str = ""
    again: str = ""


@pages.operation(
    "GET",
    _CANCEL,
    audience=_MINE,
    errors=(NotFound, Conflict),
    media_type=HTML,
    summary="The page of an own policy's cancellation, with its refund",
)
def show_own_cancellation(caller: AreaCaller, slug: str, policy_id: str, query: DayQuery, call: Call) -> Response:
    """Show the refund of a day, today's at first; a policy that is cancelled already leads to its page."""
    policy = service.show_policy(caller, policy_id)
    if policy.cancelled is not None:
        return see_other(page_path(slug, f"/policies/{policy.id}"))
    form = AreaCancelForm(on=query.on[:_LONGEST])
    try:
        return _page(call, caller, slug, show_cancelling(caller, policy_id, on=_day(form.on)), form)
    except Invalid as error:
        return _page(call, caller, slug, show_cancelling(caller, policy_id), form, error)


@pages.operation(
    "POST",
    _CANCEL,
    audience=_MINE,
    status=303,
    answers={200: None, 303: None},
    errors=(NotFound, Conflict),
    media_type=HTML,
    summary="Send the code of a cancellation, and cancel the policy by it",
)
def cancel_own_policy(caller: AreaCaller, slug: str, policy_id: str, form: AreaCancelForm, call: Call) -> Response:
    """Ask for the code, or cancel. Pressed twice, the second time leads to the cancelled policy, too."""
    error: DomainError
    try:
        wish = CancelWish(_demanded(form.on), _reason(form), form.code.strip()[:_LONGEST], again=bool(form.again))
        cancel(caller, policy_id, wish)
    except ConfirmationNeeded as needed:
        found = show_cancelling(caller, policy_id, on=_day(form.on))
        return _code_page(call, caller, slug, found, form, to=str(needed.params["to"]))
    except (Invalid, Gone, Conflict, QuotaExceeded) as refused:
        error = refused
    else:
        return see_other(page_path(slug, f"/policies/{policy_id}"), notice="area_policy_cancelled")
    if service.show_policy(caller, policy_id).cancelled is not None:
        return see_other(page_path(slug, f"/policies/{policy_id}"))
    return _refused(call, caller, slug, policy_id, form, error)


def _refused(
    call: Call, caller: AreaCaller, slug: str, policy_id: str, form: AreaCancelForm, error: DomainError
) -> Response:
    places = {each.pointer for each in error.errors} if isinstance(error, Invalid) else set[str]()
    if places & {"/on", "/reason"}:
        return _page(call, caller, slug, show_cancelling(caller, policy_id), form, error)
    found = show_cancelling(caller, policy_id, on=_day(form.on))
    if isinstance(error, Conflict) or (isinstance(error, QuotaExceeded) and not (form.code or form.again)):
        return _page(call, caller, slug, found, form, error)
    return _code_page(call, caller, slug, found, form, error=error)


def _page(
    call: Call,
    caller: AreaCaller,
    slug: str,
    found: Cancelling,
    form: AreaCancelForm,
    error: DomainError | None = None,
) -> Response:
    language, policy = call.language, found.policy
    values = _values(found, language)
    typed = form if error is not None else form.model_copy(update={"on": found.on.isoformat()})
    asked = {"about": policy.id, "text": text(language, _REQUEST, number=policy.number, day=values["last_day"])}
    values |= {
        "form": typed,
        "is_online": found.is_online,
        "is_refused": error is not None and isinstance(error, Invalid),
        "request": f"/messages/new?{urlencode(asked)}",
        "can_write": AreaPermission.MESSAGES in caller.scopes,
        "ends": localized.day(language, policy.insured.ends),
    }
    return _drawn(call, caller, slug, "area_policy_cancel.html", values, error)


def _code_page(
    call: Call,
    caller: AreaCaller,
    slug: str,
    found: Cancelling,
    form: AreaCancelForm,
    *,
    to: str = "",
    error: DomainError | None = None,
) -> Response:
    values = {**_values(found, call.language), "form": form, "sent_to": to}
    return _drawn(call, caller, slug, "area_cancel_code.html", values, error)


def _drawn(
    call: Call, caller: AreaCaller, slug: str, template: str, values: Mapping[str, Any], error: DomainError | None
) -> Response:
    wrong, others = dict[str, str](), list[str]()
    if isinstance(error, Invalid):
        for each in error.errors:
            wrong.setdefault(each.pointer[1:], text(call.language, each.message, **each.params))
    elif error is not None:
        others = [text(call.language, error.message, **error.params)]
    status = int(kind_of(error)[0]) if error else 200
    said = {**values, "wrong": wrong, "others": others}
    return page(call, open_site(slug), template, caller=caller, status=status, **said)


def _values(found: Cancelling, language: Language) -> dict[str, Any]:
    policy, refund = found.policy, found.refund
    return {
        "own": own.as_listed(policy, language),
        "last_day": localized.day(language, found.on),
        "never_begins": found.on < policy.insured.begins,
        "amount": shown(language, refund.amount),
        "paid": shown(language, refund.paid),
        "earned": shown(language, refund.earned),
        "kept": shown(language, refund.kept) if refund.kept.amount else "",
        "kept_percent": _kept_percent(policy, language),
        "premium": shown(language, policy.insured.money(policy.premium)),
        "days": plural(language, "{count} day", "{count} days", refund.days_used),
        "all_days": refund.days,
        "is_free": refund.days_used > 0 and not refund.earned.amount,
        "in_cooling_off": refund.in_cooling_off,
        "cooling_off_until": _cooling_off_until(policy, language),
        "is_refund": refund.amount.amount > 0,
        "is_paid": refund.paid.amount > 0,
        "by_provider": any(each.payment_id for each in policy.instalments),
    }


def _kept_percent(policy: Policy, language: Language) -> str:
    product = find_product(policy.account_id, policy.insured.product)
    return percent_of(product.share_kept, language) if product else ""


def _cooling_off_until(policy: Policy, language: Language) -> str:
    """Return the last day of the cooling-off period; empty if the product has none."""
    product = find_product(policy.account_id, policy.insured.product)
    if product is None or not product.cooling_off.days:
        return ""
    signed = policy.issued_at.astimezone(accounts.load_account(policy.account_id).zone).date()
    return localized.day(language, signed + timedelta(days=product.cooling_off.days))


def _reason(form: AreaCancelForm) -> str:
    reason = form.reason.strip()
    if len(reason) > LONGEST_REASON:
        message = N_("Must have at most {max_length} characters.")
        raise Invalid([FieldError("/reason", message, {"max_length": LONGEST_REASON})])
    return reason


def _day(written: str) -> date | None:
    """Return a typed day; None without one. Raises Invalid."""
    if not written.strip():
        return None
    try:
        return read_date(written)
    except ValueError as error:
        raise Invalid([FieldError("/on", NOT_A_DATE)]) from error


def _demanded(written: str) -> date:
    day = _day(written)
    if day is None:
        raise Invalid([FieldError("/on", N_("Choose the last day in force."))])
    return day
