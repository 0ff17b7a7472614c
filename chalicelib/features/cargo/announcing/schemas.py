"""HTTP bodies of claims that are announced."""

from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.base.errors import Findings
from chalicelib.base.formats import Code, Identifier
from chalicelib.features.cargo.announcing.service import Announcement
from chalicelib.features.cases.new_schemas import GivenReference
from chalicelib.features.claims.move_schemas import ClaimFactsBody, Handler
from chalicelib.features.claims.usual_cargo import CARGO

Kind = Literal["breakage", "robbery", "theft", "loss"]
Goods = Literal["parcel", "pallet"]
Route = Literal["national", "international"]
Mode = Literal["road", "air", "sea", "rail"]
_OF_CLAIM = frozenset({"client_id", "reference", "process", "policy_id", "handler"})


class AnnouncementBody(ClaimFactsBody):
    """A claim to announce to a company. One of the days `occurred_at`, `discovered_at`, `delivered_at`,
    `taken_over_at` and `agreed_at` must be there.
    """

    client_id: Identifier = Field(
        description="A client of `GET /v1/clients` that is a company", examples=["cli_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"]
    )
    reference: GivenReference | None = Field(
        default=None, description="Your own number, unique in the account", examples=["S-2026/118"]
    )
    process: Code = Field(default=CARGO, description="A process whose claims are announced")
    kind: Kind = Field(description="`robbery`: with force or violence; `theft`: without", examples=["breakage"])
    goods: Goods = Field(examples=["pallet"])
    route: Route = Field(examples=["international"])
    mode: Mode | None = Field(default=None, description="With the route it chooses the law", examples=["road"])
    policy_id: Annotated[Identifier | None, Field(description="The policy that covers the goods")] = None
    handler: Handler | None = Field(
        default=None, description="Somebody of `GET /v1/handlers`; left out: who announces, if that is a person"
    )

    def announcement(self) -> Announcement:
        """Return the announcement as the use case takes it, with the errors of its amounts."""
        found = Findings()
        facts = found.attempt(lambda: self.changes(""), otherwise=self._without_amounts())
        return Announcement(
            client_id=self.client_id,
            facts={name: each for name, each in facts.items() if name not in _OF_CLAIM and each is not None},
            reference=self.reference,
            process=self.process,
            policy_id=self.policy_id,
            handler=self.handler,
            wrong=found.errors,
        )

    def _without_amounts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.model_fields_set - {"claimed", "cargo"}}
