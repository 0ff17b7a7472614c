"""Cancellations that policyholders make alone in the client area: the refund first, then a code to their phone."""

from datetime import date
from typing import NamedTuple

from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict
from chalicelib.base.languages import N_, text
from chalicelib.features.policies import service
from chalicelib.features.policies.model import Policy, Source
from chalicelib.features.policies.refunds import Refund
from chalicelib.features.policies.refusals import already
from chalicelib.features.policies.shown import find_product
from chalicelib.frame.area.codes import demand_code
from chalicelib.identity.area.model import AreaCaller
from chalicelib.tenancy import service as accounts

#: The kind of the subjects of its codes.
_CODE_KIND = "cancel"
_CONFIRM = N_("Confirm the cancellation by the code that was sent to {to}.")
_REASON = N_("The policyholder cancelled it in the client area")
_NOT_HERE = N_("This policy was sold elsewhere: cancel it there.")
_OVER = N_("This policy has ended: there is nothing to cancel.")
_NOT_ONLINE = N_("This policy is not cancelled on line. Write to us, and say from which day it is to end.")
_RESTS = N_("Your phone or e-mail was changed a short time ago. For your safety, cancelling on line rests for a while.")


class Cancelling(NamedTuple):
    """A policy with its refund if it were cancelled now, and the last day in force then."""

    policy: Policy
    on: date
    refund: Refund
    #: The policyholder may cancel it here; otherwise staff do, when asked.
    is_online: bool


class CancelWish(NamedTuple):
    """A cancellation as a person wants it."""

    on: date
    reason: str = ""
    code: str = ""
    #: True: another code is wanted.
    again: bool = False


def can_end(policy: Policy) -> bool:
    """Return True if a policy is ours, not cancelled, and not over."""
    return _refusal(policy) is None


def show_cancelling(caller: AreaCaller, policy_id: str, *, on: date | None = None, at: str = "?on") -> Cancelling:
    """Return the refund of an own policy whose last day in force is `on`, else today.

    Raises NotFound, Conflict for one that has ended, Invalid at the pointer `at`.
    """
    policy = service.show_policy(caller, policy_id)
    refused = _refusal(policy)
    if refused is not None:
        raise refused
    day = on or _today(policy)
    product = find_product(policy.account_id, policy.insured.product)
    found = service.preview_refund(caller, policy_id, effective=day, at=at)
    return Cancelling(policy, day, found, is_online=product is not None and product.cancels_online)


def cancel(caller: AreaCaller, policy_id: str, wish: CancelWish) -> Policy:
    """Cancel an own policy. A code confirms this day and this refund, and no other ones.

    Raises NotFound, Conflict, ConfirmationNeeded, Invalid at `/on` or `/code`, Gone, QuotaExceeded.
    """
    found = show_cancelling(caller, policy_id, on=wish.on, at="/on")
    if not found.is_online:
        raise Conflict(_NOT_ONLINE, extra={"reason": "not-online"})
    if caller.person.is_restricted(now()):
        raise Conflict(_RESTS, extra={"reason": "contacts-changed"})
    subject = f"{_CODE_KIND}#{policy_id}#{found.on.isoformat()}#{found.refund.amount.amount}"
    demand_code(caller, subject, wish.code, again=wish.again, message=_CONFIRM)
    reason = wish.reason or text(accounts.load_account(caller.account_id).language, _REASON)
    return service.cancel_policy(caller, policy_id, effective=found.on, reason=reason, version=found.policy.version)


def _refusal(policy: Policy) -> Conflict | None:
    if policy.cancelled is not None:
        return already("cancelled", N_("This policy is cancelled already."))
    if policy.source is not Source.OWN:
        return Conflict(_NOT_HERE, extra={"reason": "sold-elsewhere"})
    if policy.insured.ends < _today(policy):
        return Conflict(_OVER, extra={"reason": "ended"})
    return None


def _today(policy: Policy) -> date:
    return service.today_of(accounts.load_account(policy.account_id))
