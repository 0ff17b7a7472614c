"""Cases over HTTP: their views, and new ones from a body."""

from chalicelib.features.cases.model import Case
from chalicelib.features.cases.schemas import CaseSummary, NewCaseBody
from chalicelib.features.cases.service import NewCase


def summary(case: Case) -> CaseSummary:
    """Return a case as lists show it."""
    return CaseSummary.model_validate(case, from_attributes=True)


def new_case(body: NewCaseBody) -> NewCase:
    return NewCase(
        reference=body.reference,
        process=body.process,
        vehicle=body.vehicle,
        loss=body.loss,
        owner=body.owner,
        client_id=body.client_id,
        policy_id=body.policy_id,
    )
