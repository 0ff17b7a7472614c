"""The facts of the goods that a company completes itself, until its claim is decided."""

from typing import Any

from pydantic import Field

from chalicelib.base.errors import Conflict, Findings
from chalicelib.base.languages import N_
from chalicelib.features.claims import patching
from chalicelib.features.claims.consignment_schemas import ConsignmentBody
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.move_schemas import LongText
from chalicelib.features.payments.schemas import MoneyBody
from chalicelib.http.bodies import Body
from chalicelib.identity.area.model import AreaCaller

_DECIDED = N_("The claim is decided or closed: its facts stay as they are. Write to us in its chat.")


class OwnGoodsBody(Body):
    """The loss and the goods of an own claim. Omitted facts stay, a null removes one."""

    version: int = Field(ge=1, description="Of the claim that was read; 409 if it has changed since")
    claimed: MoneyBody | None = Field(default=None, description="The amount of the loss")
    description: LongText | None = Field(default=None, description="The damage or the loss, as letters tell it")
    cargo: ConsignmentBody | None = Field(default=None, description="The goods that were carried")

    def changes(self) -> dict[str, Any]:
        """Return the named facts as a claim has them. Raises Invalid."""
        named: dict[str, Any] = dict.fromkeys(self.model_fields_set - {"version"})
        found, claimed = Findings(), self.claimed
        if claimed is not None and claimed.amount and claimed.currency:  # of others the body itself complains
            with found:
                named["claimed"] = claimed.read("/claimed")
        if self.description is not None:
            named["description"] = self.description
        if self.cargo is not None:
            with found:
                named["cargo"] = self.cargo.changes("/cargo")
        found.demand_none()
        return named


def takes_facts(claim: Claim) -> bool:
    """Return True while the company completes the facts of the goods: until the decision."""
    return claim.is_open and not claim.is_decided


def complete_goods(caller: AreaCaller, claim: Claim, body: OwnGoodsBody) -> Claim:
    """Change the facts that a body names. Raises Invalid, and Conflict for a decided or another claim."""
    if not takes_facts(claim):
        raise Conflict(_DECIDED)
    return patching.change_claim(caller, claim.id, patching.Changes(body.changes()), version=body.version)
