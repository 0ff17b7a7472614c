"""Policies and quotes as answers of the API show them."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import Money
from chalicelib.features.policies import service, vehicle
from chalicelib.features.policies.model import Insured, Policy, Warned
from chalicelib.features.policies.schemas import (
    CancellationView,
    DriverView,
    InstalmentView,
    InsuredVehicleView,
    PolicyRepaymentView,
    PolicyView,
    PolicyWarning,
)
from chalicelib.http.money import MoneyView, money_view

#: Sentences of warnings, by code.
WARNINGS: Mapping[str, str] = MappingProxyType(
    {
        **vehicle.WARNINGS,
        "overlap": N_("Another policy of this product insures the same vehicle at the same time."),
        "document_expired": N_("The client's document has expired by age: ask for the new one."),
        "passport_year": N_("The year in the passport's series does not fit the date of issue: compare them."),
    }
)


def policy_views(policies: Sequence[Policy], language: Language) -> list[PolicyView]:
    """Return the policies of a list as an answer shows them: at most one BatchGetItem."""
    refunds = service.states_by_policy(policies)
    return [policy_view(each, language, refunds=refunds[each.id]) for each in policies]


def policy_view(
    policy: Policy,
    language: Language,
    *,
    warnings: Iterable[Warned] = (),
    refunds: Sequence[service.Returned] | None = None,
) -> PolicyView:
    """Return a policy as an answer shows it; `refunds` are read without them."""
    currency, cancelled, statuses = policy.currency, policy.cancelled, service.statuses(policy)
    return PolicyView(
        id=policy.id,
        number=policy.number,
        client_id=policy.client_id,
        holder=policy.holder,
        source=policy.source,
        channel=policy.channel,
        agent_id=policy.sold_by,
        status=statuses[0],
        statuses=list(statuses),
        **insured_view(policy.insured),
        premium=_money(policy.premium, currency),
        paid=_money(policy.paid, currency),
        instalments=[
            InstalmentView(**{**each.model_dump(exclude={"amount"}), "amount": _money(each.amount, currency)})
            for each in policy.instalments
        ],
        cancelled=CancellationView(
            **cancelled.model_dump(include={"effective", "reason", "at"}), refund=_money(cancelled.refund, currency)
        )
        if cancelled
        else None,
        refunds=[
            PolicyRepaymentView.model_validate(
                {
                    "payment_id": each.part.payment_id,
                    "amount": _money(each.part.amount, currency),
                    "state": each.state,
                }
            )
            for each in (service.states_of(policy) if refunds is None else refunds)
        ],
        quote_id=policy.quote_id,
        predecessor_id=policy.predecessor_id,
        successor_id=policy.successor_id,
        warnings=[_warning(each, language) for each in warnings],
        issued_at=policy.issued_at,
        changed_at=policy.changed_at,
        version=policy.version,
    )


def insured_view(insured: Insured) -> dict[str, object]:
    """Return the fields of an answer about the terms of insurance."""
    plain = insured.model_dump(include={"product", "begins", "ends", "subject", "fields", "options", "plan"})
    return {
        **plain,
        "sum_insured": _optional(insured.sum_insured, insured.currency),
        "deductible": _optional(insured.deductible, insured.currency),
        "vehicle": InsuredVehicleView(**insured.vehicle.model_dump()) if insured.vehicle else None,
        "drivers": [DriverView(**each.model_dump()) for each in insured.drivers],
    }


def _warning(warned: Warned, language: Language) -> PolicyWarning:
    message = text(language, WARNINGS.get(warned.code, ""), **warned.params)
    return PolicyWarning.model_validate({"code": warned.code, "policy_id": warned.policy_id, "message": message})


def _money(amount: Decimal, currency: str) -> MoneyView:
    return money_view(Money(amount=amount, currency=currency))


def _optional(amount: Decimal | None, currency: str) -> MoneyView | None:
    return None if amount is None else _money(amount, currency)
