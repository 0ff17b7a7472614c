"""HTTP bodies of claims that a company announces itself."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from chalicelib.base.errors import Findings
from chalicelib.base.formats import Identifier, of_length
from chalicelib.base.languages import N_
from chalicelib.base.time_zones import TimeZone
from chalicelib.base.words import BLOCK
from chalicelib.features.cargo.announcing.schemas import Goods, Kind, Mode, Route
from chalicelib.features.cargo.announcing.service import Announcement
from chalicelib.features.claims.consignment_schemas import ConsignmentBody
from chalicelib.features.claims.move_schemas import At, ClaimFactsBody, ShortText
from chalicelib.features.payments.schemas import MoneyBody
from chalicelib.http.bodies import Body

_What = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000),
    of_length(N_("Write what happened, in 1 to 4000 characters.")),
    BLOCK,
]


class OwnAnnouncementBody(Body):
    """A claim of a company that you act for. One of the days `occurred_at`, `discovered_at`, `delivered_at`,
    `taken_over_at` and `agreed_at` must be there.
    """

    client_id: Identifier | None = Field(
        default=None,
        description="The company; left out: the only one that you act for",
        examples=["cli_01JQ8ZK3N5V7W9X2Y4B6D8F0HA"],
    )
    kind: Kind = Field(description="`robbery`: with force or violence; `theft`: without", examples=["breakage"])
    goods: Goods = Field(examples=["pallet"])
    route: Route = Field(examples=["international"])
    mode: Mode | None = Field(default=None, description="With the route it chooses the law", examples=["road"])
    description: _What = Field(examples=["Two pallets had fallen over: tins dented, boxes wet."])
    occurred_at: At | None = None
    discovered_at: At | None = None
    taken_over_at: At | None = Field(default=None, description="By the carrier")
    agreed_at: At | None = Field(default=None, description="The agreed day of the delivery")
    delivered_at: At | None = None
    place: ShortText | None = None
    zone: TimeZone | None = Field(
        default=None, description="IANA time zone of the place of delivery", examples=["Europe/Madrid"]
    )
    total_loss: bool | None = None
    claimed: MoneyBody | None = None
    cargo: ConsignmentBody | None = None

    def announcement(self, companies: tuple[str, ...]) -> Announcement:
        """Return the announcement as the use case takes it; the only one of `companies` need not be named."""
        named: dict[str, Any] = {name: getattr(self, name) for name in self.model_fields_set - {"client_id"}}
        found, given = Findings(), ClaimFactsBody.model_construct(set(named), **named)
        unread = {name: value for name, value in named.items() if name not in {"claimed", "cargo"}}
        facts = found.attempt(lambda: given.changes(""), otherwise=unread)
        return Announcement(
            client_id=self.client_id or (companies[0] if len(companies) == 1 else None),
            facts={name: value for name, value in facts.items() if value is not None},
            wrong=found.errors,
        )
