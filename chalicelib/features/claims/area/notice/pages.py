"""Pages of the notice of loss: one thing a step, without script. Each step carries the fields of the others."""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Invalid
from chalicelib.base.ids import new_id
from chalicelib.base.languages import Language, text
from chalicelib.features.cases.policy_words import GAPS
from chalicelib.features.claims.area.declaring import acts_for_company, companies_of
from chalicelib.features.claims.area.notice import filing, typed
from chalicelib.features.claims.area.notice.schemas import NoticeBody
from chalicelib.features.claims.area.notice.typed import PLACES, STEPS, NoticeForm
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.shown import after_loss_of, product_label
from chalicelib.features.policies.status import gap_at
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.frame.console.fields import problems_at_fields, read_typed
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.tenancy import service as accounts

pages = area_pages(__name__)
_MINE = area(AreaPermission.CLAIMS)
_NEW = "/area/{slug}/claims/new"
_ORDER = tuple(STEPS)
_UNREAD = 422


class PolicyQuery(TypedFields):
    """The policy from whose page the person comes."""

    policy_id: str = ""


@pages.operation("GET", _NEW, audience=_MINE, media_type=HTML, summary="The page to declare a loss on")
def show_notice(caller: AreaCaller, slug: str, query: PolicyQuery, call: Call) -> Response:
    """Show the first step, with the policy chosen that the person comes from, or the only one.

    A person without a policy, who announces claims of companies, is led to that.
    """
    offered = [each.id for each in filing.policies_of(caller)]
    if not offered and companies_of(caller):
        return see_other(page_path(slug, "/claims/announce"))
    chosen = offered[0] if len(offered) == 1 else query.policy_id if query.policy_id in offered else ""
    return _step(call, caller, slug, NoticeForm(once=new_id("not"), policy_id=chosen), "policy")


@pages.operation("POST", _NEW, audience=_MINE, status=303, media_type=HTML, summary="Declare a loss, step by step")
def fill_notice(caller: AreaCaller, slug: str, form: NoticeForm, call: Call) -> Response:
    """Show the next step, or the present one with its errors; after the last lead to the page for photos."""
    present = form.step if form.step in STEPS else "policy"
    if form.back:
        return _step(call, caller, slug, form, _ORDER[max(0, _ORDER.index(present) - 1)])
    body, wrong = _read(caller, form, call.language)
    for step in _ORDER[: _ORDER.index(present) + 1]:
        found = {name: message for name, message in wrong.items() if name in STEPS[step]}
        if found:
            return _step(call, caller, slug, form, step, found)
    if present != _ORDER[-1] or body is None:
        return _step(call, caller, slug, form, _ORDER[min(_ORDER.index(present) + 1, len(_ORDER) - 1)])
    filed = filing.file_notice(caller, body.typed(), once=form.once)
    return see_other(f"/r/{filed.token}")


def _read(caller: AreaCaller, form: NoticeForm, language: Language) -> tuple[NoticeBody | None, dict[str, str]]:
    """Return the notice that a form says, or None and the errors of all its fields."""
    account = accounts.load_account(caller.account_id)

    def check(body: NoticeBody) -> None:
        filing.check_notice(caller, body.typed())

    try:
        said = typed.told(form, account)
        body = read_typed(NoticeBody, said, lacking=typed.lacking(form), check=check)
        check(body)
        return body, {}
    except Invalid as error:
        wrong, others = problems_at_fields(error, places=PLACES, language=language)
        return None, {**wrong, **({"policy_id": others[0]} if others else {})}


def _step(
    call: Call, caller: AreaCaller, slug: str, form: NoticeForm, step: str, wrong: dict[str, str] | None = None
) -> Response:
    language, place = call.language, _ORDER.index(step)
    policy = filing.find_policy(caller, form.policy_id) if form.policy_id else None
    values: dict[str, Any] = {
        "form": form,
        "step": step,
        "number": place + 1,
        "steps": len(_ORDER),
        "kept": [(name, getattr(form, name)) for each in _ORDER if each != step for name in STEPS[each]],
        "choices": [(each.id, _label(each, language)) for each in filing.policies_of(caller)] if not place else (),
        "announces": not place and bool(companies_of(caller)),
        "acts_for_company": acts_for_company(caller),
        "policy": _label(policy, language) if policy else "",
        "after_loss": after_loss_of(policy, language) if policy else (),
        "drivers": [each.name for each in policy.insured.drivers] if policy else (),
        "happened_at": typed.moment_of(form, accounts.load_account(caller.account_id)),
        "warning": _warning(caller, form, policy, language),
        "wrong": wrong or {},
        "others": [],
    }
    status = _UNREAD if wrong else 200
    return page(call, open_site(slug), "area_notice.html", caller=caller, status=status, is_step=True, **values)


def _label(policy: Policy, language: Language) -> str:
    named = product_label(policy.account_id, policy.insured.product, language)
    return " · ".join(filter(None, (f"{named} {policy.number}", policy.insured.object)))


def _warning(caller: AreaCaller, form: NoticeForm, policy: Policy | None, language: Language) -> str:
    """Return the reason for a doubt about the cover, in words; empty without one."""
    account = accounts.load_account(caller.account_id)
    moment = typed.moment_of(form, account)
    gap = gap_at(policy, moment, account.zone) if policy and moment else None
    return text(language, GAPS[gap]) if gap else ""
