"""HTTP bodies and answers of notices of loss."""

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.base.formats import Identifier, of_length
from chalicelib.base.languages import N_
from chalicelib.base.moments import GivenMoment
from chalicelib.base.words import BLOCK, NAMED, ONE_LINE
from chalicelib.features.claims.area.notice.filing import Notice
from chalicelib.features.claims.area.schemas import AreaClaimDeadline, AreaClaimSlot
from chalicelib.http.bodies import Body, View

_Place = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    of_length(N_("Write the place in 1 to 200 characters, such as: Moscow, Tverskaya 1.")),
    ONE_LINE,
    NAMED,
]
_What = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000),
    of_length(N_("Write what happened, in 1 to 4000 characters.")),
    BLOCK,
]
_Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    of_length(N_("Write 1 to 200 characters.")),
    ONE_LINE,
    NAMED,
]


class NoticePolice(Body):
    """The call of the police."""

    called: bool = Field(examples=[True])
    reference: _Name | None = Field(default=None, description="The number of their record", examples=[None])


class NoticeBody(Body):
    """A notice of loss. One that the policy does not cover is taken, too."""

    policy_id: Identifier = Field(
        description="Of yours, of a product whose losses clients can declare",
        examples=["pol_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"],
    )
    occurred_at: GivenMoment = Field(description="Not in the future", examples=["2026-11-24T18:30:00+03:00"])
    place: _Place = Field(examples=["Москва, Тверская ул., 1"])
    description: _What = Field(examples=["На парковке задели левое крыло."])
    driver: _Name | None = Field(default=None, description="Null: nobody drove", examples=["Петров Иван"])
    police: NoticePolice | None = None

    def typed(self) -> Notice:
        """Return the notice as the use case takes it; fields that could not be read are None."""
        police = self.police
        return Notice(
            policy_id=self.policy_id,
            occurred_at=self.occurred_at,
            place=self.place,
            description=self.description,
            driver=self.driver,
            police_called=police.called if police else None,
            police_reference=police.reference if police else None,
        )


class NoticeView(View):
    """A claim that a notice of loss has begun."""

    claim_id: str
    number: str = Field(description="The claim's name for people")
    photo_link: str = Field(description="The page that takes the photos of the damage", examples=["https://…/r/…"])
    needs: list[AreaClaimSlot] = Field(description="Documents without which the claim can't be sent for review")
    deadlines: list[AreaClaimDeadline]
    warning: str | None = Field(description="Why the policy may not cover the loss, in your language")
