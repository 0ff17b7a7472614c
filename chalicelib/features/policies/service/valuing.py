"""The value of a life policy: days left, and the payout at the present level of its underlying."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Literal, NamedTuple

from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict
from chalicelib.base.installed import find_working_days
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import Money, shown
from chalicelib.features.policies import life
from chalicelib.features.policies.investments import investment_of, underlying_of, underlyings_of
from chalicelib.features.policies.life import Investment, Level
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.service.selling import today_of
from chalicelib.features.policies.shown import find_product, level_text, percent_of
from chalicelib.features.policies.status import Gap, gap_at
from chalicelib.features.policies.table.levels import latest_by
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: The reason for a value without a payout.
Reason = Literal["not_begun", "not_paid", "ended", "no_investment", "terms_incomplete", "no_level"]
_GAPS: Mapping[Gap, Reason] = MappingProxyType(
    {Gap.NOT_BEGUN: "not_begun", Gap.NOT_PAID: "not_paid", Gap.CANCELLED: "ended", Gap.ENDED: "ended"}
)
_WHY: Mapping[Reason, str] = MappingProxyType(
    {
        "not_begun": N_("The policy has not begun yet."),
        "not_paid": N_("The policy is not paid yet, so it is not in force."),
        "ended": N_("The policy has ended."),
        "no_investment": N_("This policy has no investment: its payout depends on no level."),
        "terms_incomplete": N_("The terms of the investment are not complete yet: the initial level may be lacking."),
    }
)
_NO_LEVEL = N_("The underlying has no level yet.")
_NO_DATA = N_("No data since {day}: no sum is shown.")
_GROWN = N_(
    "guaranteed sum {guaranteed} + invested sum {invested} × participation {participation} × growth of the underlying "
    "“{underlying}” ({level} ÷ {initial} − 1) = {payout}"
)
_NOT_GROWN = N_(
    "guaranteed sum {payout}; the underlying “{underlying}” has not grown: {level}, initial level {initial}"
)


class LifeValue(NamedTuple):
    """The value of a life policy today, with its words in the reader's language."""

    #: None after its end.
    days_left: int | None
    days_left_text: str
    last_day: date
    payout: Money | None
    #: The code of the underlying and its name; empty without an investment.
    underlying: str
    underlying_label: str
    #: The latest level, also if it is too old for a payout.
    level: Decimal | None
    level_on: date | None
    #: The computation of the payout with its numbers; empty without one.
    formula: str
    #: The reason why there is no payout, and its sentence.
    reason: Reason | None
    why: str


def is_life(policy: Policy) -> bool:
    """Return True if a policy is of a product that insures lives."""
    product = find_product(policy.account_id, policy.insured.product)
    return product is not None and product.subject == "life"


def life_value(policy: Policy, language: Language) -> LifeValue:
    """Return the value of a life policy today: at most one Query, of the level. Raises Conflict for another policy."""
    if not is_life(policy):
        raise Conflict(N_("This policy insures no life: it has no payout by a level."), extra={"reason": "not-life"})
    account = accounts.load_account(policy.account_id)
    today, code = today_of(account), underlying_of(policy.insured)
    found = latest_by(policy.account_id, code, today) if code else None
    level = Level(found.present.value, found.day) if found else None
    terms, works = investment_of(policy.insured), _working_days(account)
    reason = _reason(policy, account, terms, code)
    paid = life.present_payout(terms, level, today, works) if terms and reason is None else None
    if reason is None and paid is None:
        reason = "no_level"
    left, label = (policy.last_day - today).days, _label(policy, code, language)
    return LifeValue(
        days_left=left if left >= 0 else None,
        days_left_text=life.days_left(language, today, policy.last_day),
        last_day=policy.last_day,
        payout=paid,
        underlying=code,
        underlying_label=label,
        level=level.value if level else None,
        level_on=level.on if level else None,
        formula=_formula(terms, level, paid, label, language) if terms and level and paid else "",
        reason=reason,
        why=_why(reason, level, works, language) if reason else "",
    )


def _working_days(account: Account) -> Callable[[date], bool]:
    of_account: Callable[[Account], Callable[[date], bool]] | None = find_working_days()
    return of_account(account) if of_account else life.is_weekday


def _reason(policy: Policy, account: Account, terms: Investment | None, underlying: str) -> Reason | None:
    if not underlying:
        return "no_investment"
    gap = gap_at(policy, now(), account.zone)
    if gap is not None:
        return _GAPS[gap]
    return None if terms else "terms_incomplete"


def _why(reason: Reason, level: Level | None, works: Callable[[date], bool], language: Language) -> str:
    if reason != "no_level":
        return text(language, _WHY[reason])
    if level is None:
        return text(language, _NO_LEVEL)
    return text(language, _NO_DATA, day=life.first_working_day_after(level.on, works))


def _label(policy: Policy, underlying: str, language: Language) -> str:
    product = find_product(policy.account_id, policy.insured.product)
    choice = underlyings_of((product,)).get(underlying) if product else None
    return choice.label(language) if choice else underlying


def _formula(terms: Investment, level: Level, paid: Money, underlying: str, language: Language) -> str:
    return text(
        language,
        _GROWN if level.value > terms.began_at else _NOT_GROWN,
        guaranteed=shown(language, terms.guaranteed),
        invested=shown(language, terms.invested),
        participation=percent_of(terms.participation, language),
        underlying=underlying,
        level=level_text(level.value, language),
        initial=level_text(terms.began_at, language),
        payout=shown(language, paid),
    )
