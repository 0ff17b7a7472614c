"""HTTP bodies and answers of quotes."""

from datetime import datetime

from pydantic import Field, computed_field

from chalicelib.base.console_links import page_link
from chalicelib.base.formats import Identifier
from chalicelib.features.policies.model import Channel, QuoteStatus
from chalicelib.features.policies.schemas import Alone, InsuredBody, InsuredView, Number, with_channel
from chalicelib.features.policies.typed import TypedQuote
from chalicelib.http.bodies import Body, View
from chalicelib.http.money import MoneyView
from chalicelib.http.paging import PageQuery

_EXAMPLE = "01JQ8ZK3N5V7W9X2Y4B6D8F0HA"


class NewQuoteBody(InsuredBody):
    """A quote to make."""

    client_id: Identifier = Field(description="Of `GET /v1/clients`", examples=[f"cli_{_EXAMPLE}"])
    predecessor_id: Identifier | None = Field(
        default=None, description="The policy that it renews", examples=[f"pol_{_EXAMPLE}"]
    )
    channel: Alone = None

    def typed(self) -> TypedQuote:
        """Return the quote as the rules read it."""
        return TypedQuote.model_validate(with_channel(self.readable()))


class QuoteChange(InsuredBody):
    """All terms of a quote anew; its price is computed again after that."""

    version: int = Field(ge=1, description="The version that you read; 409 if it is another by now")


class QuoteVersion(Body):
    """The version that the caller read."""

    version: int | None = Field(default=None, ge=1, description="409 if it is another by now; left out: any")


class SellBody(QuoteVersion):
    """The sale of a quote."""

    number: Number | None = Field(default=None, description="Left out: the next of the product's series")
    paid_instalments: int = Field(
        default=0, ge=0, le=12, description="The number of instalments that were received already, from the first"
    )


class PriceView(View):
    """The price of a quote, frozen when it was computed."""

    premium: MoneyView
    instalments: list[MoneyView]
    parts: dict[str, str] = Field(description="The percent of the sum insured, then each factor, by code")
    at: datetime


class QuoteView(InsuredView):
    """A quote."""

    id: str
    client_id: str
    holder: str
    agent_id: str | None = Field(description="The agent of the client when it was made; null: the house's")
    channel: Channel = Field(description="`alone`: made by the client without anybody's help")
    status: QuoteStatus
    price: PriceView | None
    offered_at: datetime | None
    offer_url: str | None = Field(
        description="The page on which the client sees the terms and pays; null if it is not offered"
    )
    policy_id: str | None
    predecessor_id: str | None
    ends_at: datetime
    created_at: datetime
    changed_at: datetime
    version: int

    @computed_field(description="The quote's page in the console, for your staff")  # type: ignore[prop-decorator]
    @property
    def console_url(self) -> str:
        """The quote's address in the console."""
        return page_link(f"/console/quotes/{self.id}")


class QuoteList(View):
    """A page of quotes."""

    items: list[QuoteView]
    next_cursor: str | None


class QuoteListQuery(PageQuery):
    """The filter of a list of quotes."""

    client_id: Identifier | None = None
    agent_id: Identifier | None = Field(
        default=None, description="The agent whose client it was made for, or `house`, for callers who see all"
    )
