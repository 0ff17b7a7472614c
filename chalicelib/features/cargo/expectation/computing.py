"""Expectations: pure arithmetic of facts and typed rates. Each line is rounded half up once; totals are their sums."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import reduce
from operator import add

from chalicelib.base.money import Money
from chalicelib.features.cargo.expectation.laws import LAWS, Law
from chalicelib.features.cargo.expectation.model import (
    Basis,
    Carriage,
    Cover,
    FromCarrier,
    FromInsurer,
    Lacks,
    LimitFound,
    Owed,
    PartKind,
)
from chalicelib.features.cargo.rates.model import UnitRate, rate_on
from chalicelib.features.claims.decision.calculating import Item, Limit, Proportion, Step, calculate
from chalicelib.features.claims.decision.carriers import Carried, charges_of, for_delay, units
from chalicelib.features.claims.decision.exact import half_up


def expect_of_carrier(carriage: Carriage, rates: Sequence[UnitRate], today: date) -> FromCarrier:
    """Return the compensation that the law makes the carrier owe at most.

    The rate of the SDR is that of `today`, and the IPREM that of the day of the carriage.
    """
    law = LAWS.get(carriage.law or "")
    if law is None:
        return FromCarrier(carriage.law, lacks=(Lacks.CONTRACT if carriage.law else Lacks.LAW,))
    if carriage.loss is None:
        return FromCarrier(carriage.law, lacks=(Lacks.LOSS, *_unknown_goods(carriage)))
    if carriage.is_delay and law.delay:
        return _of_delay(carriage, carriage.loss, law)
    if carriage.is_delay and carriage.law == "hague_visby":
        return FromCarrier(carriage.law, lacks=(Lacks.CONTRACT,))
    return _of_goods(carriage, carriage.loss, law, rates, today)


def expect_of_insurer(label: str, loss: Money | None, value: Money | None, cover: Cover | None) -> FromInsurer:
    """Return the payment by the terms of a policy: proportion, sum insured, deductible; `label` names the loss."""
    if loss is None or cover is None:
        return FromInsurer(
            lacks=tuple(
                lack
                for lack, is_known in ((Lacks.LOSS, loss is not None), (Lacks.POLICY, cover is not None))
                if not is_known
            )
        )
    known = [loss, *([value] if value is not None else [])]
    if any(each.currency != cover.currency for each in known):
        return FromInsurer(lacks=(Lacks.CURRENCY,))
    if cover.sum_insured is not None and value is None:
        return FromInsurer(lacks=(Lacks.VALUE,))
    steps: list[Step] = [Item(label=label, amount=loss.amount)]
    if cover.sum_insured is not None and value is not None:
        if cover.sum_insured and value.amount > cover.sum_insured:
            steps.append(Proportion(sum_insured=cover.sum_insured, value=value.amount))
        if calculate(tuple(steps), cover.currency).total.amount > cover.sum_insured:
            steps.append(Limit(amount=cover.sum_insured))
    if cover.deductible is not None:
        steps.append(cover.deductible)
    return FromInsurer(tuple(steps), calculate(tuple(steps), cover.currency))


def _of_delay(carriage: Carriage, loss: Money, law: Law) -> FromCarrier:
    """Return the compensation of a delay: the charges at most, unless wilful misconduct lifts that."""
    if carriage.is_wilful:
        return _sum(carriage, [Owed(PartKind.DELAY, loss, law.wilful, Basis.UNLIMITED)])
    if carriage.charges is None:
        return FromCarrier(carriage.law, lacks=(Lacks.CHARGES,))
    if carriage.charges.currency != loss.currency:
        return FromCarrier(carriage.law, lacks=(Lacks.CURRENCY,))
    owed = for_delay(loss, carriage.charges)
    return _sum(carriage, [Owed(PartKind.DELAY, owed, law.delay, Basis.LOSS if owed == loss else Basis.CHARGES)])


def _of_goods(carriage: Carriage, loss: Money, law: Law, rates: Sequence[UnitRate], today: date) -> FromCarrier:
    """Return the compensation of lost and damaged goods, and their part of the charges."""
    if carriage.value is not None and carriage.value.currency == loss.currency:
        loss = min(loss, carriage.value, key=lambda each: each.amount)  # no more than in the case of loss
    if carriage.is_wilful and law.wilful:
        goods = Owed(PartKind.GOODS, loss, law.wilful, Basis.UNLIMITED)
        return _with_charges(carriage, goods, law, None)
    limit = _limit(carriage, law, loss.currency, rates, today)
    declared = carriage.declared if carriage.declared and carriage.declared.currency == loss.currency else None
    if declared is not None:
        by_law = limit.money.amount if limit and limit.money else None
        if by_law is None or declared.amount > by_law:
            goods = Owed(PartKind.GOODS, *_bounded(loss, declared, law, Basis.DECLARED))
            return _with_charges(carriage, goods, law, limit)
    if limit is None:
        return FromCarrier(carriage.law, lacks=_unknown_goods(carriage))
    if limit.money is None:
        return FromCarrier(carriage.law, limit=limit, lacks=(Lacks.RATE,))
    goods = Owed(PartKind.GOODS, *_bounded(loss, limit.money, law, Basis.LIMIT))
    return _with_charges(carriage, goods, law, limit)


def _bounded(loss: Money, bound: Money, law: Law, basis: Basis) -> tuple[Money, str, Basis]:
    """Return a loss within a bound, its article, and the bound that made it less."""
    if loss.amount <= bound.amount:
        return loss, law.value, Basis.LOSS
    return bound, law.declared if basis is Basis.DECLARED else law.limit, basis


def _limit(carriage: Carriage, law: Law, currency: str, rates: Sequence[UnitRate], today: date) -> LimitFound | None:
    """Return the limit of the goods; None while their weight or their packages are unknown."""
    if _unknown_goods(carriage) or carriage.affected_kg is None:
        return None
    goods = Carried(carriage.affected_kg, carriage.affected_packages or 0)
    found = units(carriage.law or "", goods, carriage.on)
    if found is None:
        return None
    rate = rate_on(rates, law.unit, currency, today if law.unit == "SDR" else carriage.on)
    money = half_up(found * Fraction(rate.value), currency) if rate else None
    return LimitFound(found, law.unit, law.limit, rate, money)


def _with_charges(carriage: Carriage, goods: Owed, law: Law, limit: LimitFound | None) -> FromCarrier:
    """Return goods with their part of the charges, where the law gives it; facts that it lacks would add it."""
    if not law.charges:
        return _sum(carriage, [goods], limit)
    lacks = [
        lack
        for lack, known in (
            (Lacks.CHARGES, carriage.charges),
            (Lacks.AFFECTED_WEIGHT, carriage.affected_kg),
            (Lacks.WEIGHT, carriage.gross_kg),
        )
        if known is None
    ]
    if carriage.charges is None or carriage.affected_kg is None or carriage.gross_kg is None:
        return _sum(carriage, [goods], limit, would_add=tuple(lacks))
    if carriage.charges.currency != goods.money.currency:
        return _sum(carriage, [goods], limit, would_add=(Lacks.CURRENCY,))
    affected = min(carriage.affected_kg, carriage.gross_kg)
    charges = Owed(PartKind.CHARGES, charges_of(carriage.charges, affected, carriage.gross_kg), law.charges)
    return _sum(carriage, [goods, charges], limit)


def _sum(
    carriage: Carriage, parts: list[Owed], limit: LimitFound | None = None, would_add: tuple[Lacks, ...] = ()
) -> FromCarrier:
    total = reduce(add, (each.money for each in parts))
    return FromCarrier(carriage.law, tuple(parts), total, limit, would_add=would_add)


def _unknown_goods(carriage: Carriage) -> tuple[Lacks, ...]:
    """Return the facts of goods that the limit of the law asks for, and that are unknown."""
    lacks = [Lacks.AFFECTED_WEIGHT] if carriage.affected_kg is None else []
    if carriage.law == "hague_visby" and carriage.affected_packages is None:
        lacks.append(Lacks.AFFECTED_PACKAGES)
    return tuple(lacks)
