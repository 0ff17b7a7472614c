"""The operator's limits of SMS, above those of each account.

A ceiling bounds the quotas and countries of an account; only the operator moves it. A budget bounds the segments that
the whole deployment sends in an hour of the clock. One account has a share of it. Over either, SMS are held in the
outbox and leave when it is free again.
"""

from collections.abc import Iterator
from typing import NamedTuple

from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError
from chalicelib.base.languages import N_
from chalicelib.base.settings import settings
from chalicelib.tenancy import table
from chalicelib.tenancy.model import Account, SmsPolicy

_OVER = N_("Must be {le} or less: the operator of this service allows no more.")
_FOREIGN = N_("The operator of this service allows no SMS to {code}; it allows: {known}.")
_COUNTED = ("per_day", "per_phone_per_day", "per_prefix_per_day")


class Ceiling(NamedTuple):
    """The most that an account's SmsPolicy may say."""

    countries: tuple[str, ...]
    per_day: int
    per_phone_per_day: int
    per_prefix_per_day: int


def ceiling_of(account: Account) -> Ceiling:
    """Return the account's own ceiling, with the deployment's where the operator has set none."""
    own, usual = account.sms_ceiling, settings()
    return Ceiling(
        countries=tuple(usual.sms_ceiling_countries.split(",")) if own.countries is None else own.countries,
        per_day=usual.sms_ceiling_per_day if own.per_day is None else own.per_day,
        per_phone_per_day=usual.sms_ceiling_per_phone if own.per_phone_per_day is None else own.per_phone_per_day,
        per_prefix_per_day=usual.sms_ceiling_per_prefix if own.per_prefix_per_day is None else own.per_prefix_per_day,
    )


def bounded(account: Account) -> Account:
    """Return the account with no more SMS than its ceiling, which may have been lowered since it chose them."""
    ceiling, chosen = ceiling_of(account), account.sms
    if not list(find_excess(chosen, ceiling)):
        return account
    lowered: dict[str, object] = {name: min(getattr(chosen, name), getattr(ceiling, name)) for name in _COUNTED}
    countries = tuple(code for code in chosen.countries if code in ceiling.countries)
    return account.model_copy(update={"sms": chosen.model_copy(update={**lowered, "countries": countries})})


def find_excess(policy: SmsPolicy, ceiling: Ceiling) -> Iterator[FieldError]:
    """Yield the parts of a policy over a ceiling, each with the correction, by PATCH's pointers."""
    known = ", ".join(ceiling.countries) or "-"
    for place, code in enumerate(policy.countries):
        if code not in ceiling.countries:
            yield FieldError(f"/quotas/countries/{place}", _FOREIGN, {"code": code, "known": known})
    for name in _COUNTED:
        if getattr(policy, name) > getattr(ceiling, name):
            yield FieldError(f"/quotas/{name}", _OVER, {"le": getattr(ceiling, name)})


def spend_segments(account_id: str, segments: int) -> bool:
    """Count segments of an SMS against the hour's budget, the account's share and the deployment's whole.

    False, and nothing counted, over either.
    """
    moment = now()
    if not table.count_segments(moment, account_id=account_id, segments=segments, budget=_share()):
        return False
    if table.count_segments(moment, account_id=None, segments=segments, budget=settings().sms_segments_per_hour):
        return True
    table.uncount_segments(moment, account_id=account_id, segments=segments)
    return False


def is_budget_used_up(account_id: str) -> bool:
    """Return True if not a single segment of the account's may leave any more in this hour."""
    moment = now()
    if table.segments_counted(moment, account_id=None) >= settings().sms_segments_per_hour:
        return True
    return table.segments_counted(moment, account_id=account_id) >= _share()


def _share() -> int:
    """Return the segments that one account may send in an hour, so that it can't use up everybody's."""
    budget = settings().sms_segments_per_hour
    return min(budget, max(1, budget * settings().sms_share_per_cent // 100))
