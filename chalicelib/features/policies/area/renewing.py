"""Renewals that clients make alone in the client area: the choices with their prices, and the quote to pay."""

from chalicelib.base.errors import Conflict, FieldError, Findings
from chalicelib.base.formats import pointer
from chalicelib.base.languages import N_
from chalicelib.features.policies import service
from chalicelib.features.policies.model import Policy, PolicyStatus, Source
from chalicelib.features.policies.products import sellable
from chalicelib.features.policies.service import renewal_options
from chalicelib.features.policies.service.choosing import RenewalOptions
from chalicelib.features.policies.typed import TypedRenewal
from chalicelib.identity.area.model import AreaCaller

_NOT_OFFERED = N_("This is not among the choices of this renewal.")
_NOT_HERE = N_("This policy was sold elsewhere: renew it there.")


def can_renew(policy: Policy) -> bool:
    """Return True if a policy of ours may be followed by another one, and its product is still sold."""
    is_open = policy.source is Source.OWN and policy.cancelled is None and policy.successor_id is None
    if not is_open or service.statuses(policy)[0] is PolicyStatus.AWAITING_PAYMENT:
        return False
    return any(each.code == policy.insured.product for each in sellable(policy.account_id))


def show_options(caller: AreaCaller, policy_id: str) -> tuple[Policy, RenewalOptions]:
    """Return a policy with the choices of its renewal. Raises NotFound, Conflict."""
    policy = service.show_policy(caller, policy_id)
    if policy.source is not Source.OWN:
        raise Conflict(_NOT_HERE, extra={"reason": "sold-elsewhere"})
    return policy, renewal_options(policy, of_quote=True)


def renew(caller: AreaCaller, policy_id: str, choices: TypedRenewal) -> str:
    """Make the quote of a renewal, ready to pay, or change the choices of the open one. Returns its id.

    Raises NotFound, Invalid, Conflict, Gone.
    """
    _, options = show_options(caller, policy_id)
    _demand_offered(options, choices)
    if options.quote_id is None:
        made = service.renew_with(caller, policy_id, choices, alone=True)
        return service.offer_quote(caller, made.quote.id).quote.id
    quote = service.show_quote(caller, options.quote_id).quote
    insured = quote.insured
    is_same = {**insured.options, **choices.options} == insured.options and choices.plan in (None, insured.plan)
    if quote.price is None or quote.offered_at is None or not is_same:
        service.rechoose_renewal(caller, policy_id, choices)
    return quote.id


def _demand_offered(options: RenewalOptions, choices: TypedRenewal) -> None:
    """Raise Invalid for options that are not offered: facts, such as the losses of past years, are no choices."""
    offered = {each.factor.code: {one.option.code for one in each.options} for each in options.factors}
    found = Findings()
    found.add(
        FieldError(f"/options{pointer(code)}", _NOT_OFFERED)
        for code, option in choices.options.items()
        if option not in offered.get(code, ())
    )
    found.demand_none()
