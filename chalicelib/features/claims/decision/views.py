"""Decisions as answers of the API show them."""

from chalicelib.features.claims.decision.model import Decision, Signed
from chalicelib.features.claims.decision.schemas import DecisionLineView, DecisionView, SignedView
from chalicelib.http.money import money_view


def decision_view(decision: Decision) -> DecisionView:
    """Return a decision as the API shows it."""
    lines = decision.calculation.lines if decision.calculation else ()
    return DecisionView(
        id=decision.id,
        number=decision.number,
        outcome=decision.outcome,
        state=decision.state,
        lines=[DecisionLineView(kind=each.kind, label=each.label, amount=money_view(each.money)) for each in lines],
        total=money_view(decision.total) if decision.total else None,
        reason=decision.reason,
        proposed=_signed(decision.proposed),
        settled=_signed(decision.settled) if decision.settled else None,
        objection=decision.objection,
    )


def _signed(signed: Signed) -> SignedView:
    return SignedView(at=signed.at, by=signed.by)
