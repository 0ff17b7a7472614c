"""Expectations as answers of the API show them."""

from typing import Any

from chalicelib.features.cargo.expectation.model import Expectation, FromCarrier, FromInsurer, LimitFound
from chalicelib.features.cargo.expectation.schemas import (
    AssessmentView,
    CarrierExpectation,
    CarrierLimitView,
    InsurerExpectation,
    OwedView,
    StaffAssessmentView,
)
from chalicelib.features.cargo.expectation.words import exactly
from chalicelib.features.claims.decision.calculating import Step
from chalicelib.features.claims.decision.proposing import ProposedLines
from chalicelib.features.claims.decision.schemas import DecisionLineBody, DecisionLineView
from chalicelib.http.money import money_view


def assessment_view(found: Expectation) -> AssessmentView:
    """Return an expectation as the client area shows it."""
    return AssessmentView(**_parts(found))


def staff_view(found: Expectation, proposed: ProposedLines | None) -> StaffAssessmentView:
    """Return an expectation with the lines that a decision can begin with."""
    lines = [_line(step) for step in proposed.steps] if proposed else []
    return StaffAssessmentView(**_parts(found), currency=proposed.currency if proposed else None, lines=lines)


def _parts(found: Expectation) -> dict[str, Any]:
    return {
        "on": found.on,
        "loss": money_view(found.loss) if found.loss else None,
        "carrier": _carrier(found.carrier),
        "insurer": _insurer(found.insurer),
    }


def _carrier(found: FromCarrier) -> CarrierExpectation:
    parts = [
        OwedView(kind=each.kind, amount=money_view(each.money), basis=each.basis, article=each.article)
        for each in found.parts
    ]
    return CarrierExpectation(
        law=found.law,
        parts=parts,
        total=money_view(found.total) if found.total else None,
        limit=_limit(found.limit) if found.limit else None,
        lacks=list(found.lacks),
        would_add=list(found.would_add),
    )


def _limit(limit: LimitFound) -> CarrierLimitView:
    return CarrierLimitView(
        units=exactly(limit.units, "en"),
        unit=limit.unit,
        article=limit.article,
        rate=limit.rate,
        amount=money_view(limit.money) if limit.money else None,
    )


def _insurer(found: FromInsurer) -> InsurerExpectation:
    lines = found.calculation.lines if found.calculation else ()
    return InsurerExpectation(
        lines=[DecisionLineView(kind=each.kind, label=each.label, amount=money_view(each.money)) for each in lines],
        total=money_view(found.calculation.total) if found.calculation else None,
        lacks=list(found.lacks),
    )


def _line(step: Step) -> DecisionLineBody:
    """Return a line as its operation takes it, without fields that say nothing."""
    told = {name: str(value) for name, value in dict(step).items() if value}
    return DecisionLineBody.model_validate(told)
