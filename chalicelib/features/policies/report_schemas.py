"""HTTP bodies and answers of policies that a back-end reports."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.base.words import NAMED
from chalicelib.features.clients.schemas import NewClientBody
from chalicelib.features.policies.schemas import AmountBody, InsuredBody, Number, PolicyView
from chalicelib.features.policies.typed import ReportedPolicy
from chalicelib.http.bodies import Body, View

#: The greatest whole number that every reader of JSON takes exactly.
_GREATEST = 2**53 - 1


class PolicyEndBody(Body):
    """The early end of a policy."""

    effective: date = Field(description="The last day in force", examples=["2027-03-10"])
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), NAMED] = ""


class ReportedPolicyBody(InsuredBody):
    """A policy that was sold elsewhere, whole as it is now: fields that are left out are empty."""

    number: Number = Field(description="By it the policy is found again, however it is written", examples=["K-000123"])
    version: int = Field(
        ge=1,
        le=_GREATEST,
        description="Rises with each change of the policy at the sender, such as Unix seconds of the change. A report "
        "with a version that is known, or an older one, changes nothing.",
        examples=[1796083200],
    )
    client: NewClientBody = Field(
        description="The policyholder: found by document (a company: by tax number) in the organisation's own base, "
        "else added to it"
    )
    premium: AmountBody
    paid_instalments: int = Field(default=0, ge=0, le=12, description="The number of instalments that were received")
    cancelled: PolicyEndBody | None = Field(default=None, description="Null: it was not cancelled")

    def typed(self) -> ReportedPolicy:
        """Return the report as the rules read it."""
        values = {"number": self.number or "", "version": self.version or 1}
        client = self.client.typed() if self.client else None
        return ReportedPolicy.model_validate({**self.readable(), **values, "client": client})


class ReportedPolicyView(View):
    """The outcome of a report, and the policy as it is now."""

    outcome: Literal["created", "changed", "unchanged"] = Field(
        description="`unchanged`: this version was known, or a later one"
    )
    policy: PolicyView
