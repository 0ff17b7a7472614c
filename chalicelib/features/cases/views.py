"""How cases are shown over HTTP, and what a body says of one."""

from chalicelib.features.cases.model import Case
from chalicelib.features.cases.schemas import CaseSummary, NewCaseBody
from chalicelib.features.cases.service import NewCase


def summary(case: Case) -> CaseSummary:
    """Return a case as lists show it."""
    return CaseSummary.model_validate(case, from_attributes=True)


def new_case(body: NewCaseBody) -> NewCase:
    """Return what a body says of a new case."""
    return NewCase(
        reference=body.reference,
        process=body.process,
        vehicle=body.vehicle,
        loss=body.loss,
        owner=body.owner,
        client_id=body.client_id,
        policy_id=body.policy_id,
    )
