"""Answers about the policy of a case."""

from datetime import date
from typing import Literal

from pydantic import Field, computed_field

from chalicelib.base.console_links import page_link
from chalicelib.features.cases.schemas import CaseSummary
from chalicelib.features.policies.model import PolicyStatus
from chalicelib.features.policies.status import Gap
from chalicelib.http.bodies import View


class PolicyOfCase(View):
    """The policy that a case names."""

    id: str
    number: str
    product: str
    begins: date = Field(description="The first day in force, in the account's time zone")
    ends: date = Field(description="The last day in force, of the term or of a cancellation")
    status: PolicyStatus = Field(description="At present")
    statuses_at_loss: list[PolicyStatus] = Field(
        description="Those of the moment of loss; none while the case does not say when the loss was"
    )
    in_force_at_loss: bool | None = Field(description="null: the case does not say when the loss was")

    @computed_field(description="The policy's page in the console, for your staff")  # type: ignore[prop-decorator]
    @property
    def console_url(self) -> str:
        """The policy's address in the console."""
        return page_link(f"/console/policies/{self.id}")


class CaseWarning(View):
    """A thing about a case that somebody should look at; it refuses nothing."""

    code: Literal["policy_not_in_force"]
    reason: Gap = Field(description="Why the policy does not cover the moment of loss")
    policy_id: str
    message: str


class CaseWithPolicy(CaseSummary):
    """A case with its policy."""

    policy: PolicyOfCase | None = Field(
        default=None,
        description="The case's policy, for callers with `policies:read`; null: none, or an id of another system",
    )
    warnings: list[CaseWarning] = Field(default_factory=list)
