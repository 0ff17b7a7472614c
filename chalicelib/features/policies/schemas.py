"""HTTP bodies and answers of policies."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, computed_field

from chalicelib.base.clock import now
from chalicelib.base.console_links import page_link
from chalicelib.base.formats import VIN, Code, Identifier, Plate, of_length
from chalicelib.base.languages import N_
from chalicelib.base.words import NAMED, ONE_LINE
from chalicelib.features.policies.model import Channel, PolicyStatus, Source
from chalicelib.features.policies.typed import TypedDriver, TypedInsured, TypedPolicy, TypedVehicle
from chalicelib.http.bodies import Body, View, unchanged
from chalicelib.http.money import MoneyView
from chalicelib.http.paging import PageQuery

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), NAMED]
Number = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=60),
    of_length(N_("Must be a number of 1 to 60 characters, the series included.")),
    NAMED,
]
#: A VIN or a plate that is looked for.
SoughtVehicle = Annotated[
    str,
    StringConstraints(min_length=1, max_length=40),
    of_length(N_("Write the whole VIN, or the whole number plate.")),
]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), NAMED]
_EXAMPLE = "01JQ8ZK3N5V7W9X2Y4B6D8F0HA"
#: The least and the most of a year of manufacture.
_OLDEST, _NEWEST = 1900, 2100


#: The channel that a back-end says; the others follow from the client's base.
Alone = Annotated[
    Literal["alone"] | None,
    Field(
        default=None,
        description="`alone`, for back-ends: the client, of any base, buys without an agent's help. The house sells; "
        "the agent to whom a sale bound the client is credited if the client's phone was confirmed before",
    ),
]


def with_channel(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a body with its channel as the rules read it."""
    return {**{name: each for name, each in values.items() if name != "channel"}, "alone": bool(values.get("channel"))}


class AmountBody(Body):
    """An amount of money, in the currency of the product."""

    amount: Annotated[str, StringConstraints(min_length=1, max_length=40), ONE_LINE] = Field(
        description="Digits, a point, and as many digits as the currency has", examples=["48320.50"]
    )
    currency: Annotated[str, StringConstraints(min_length=3, max_length=3), ONE_LINE] | None = Field(
        default=None, description="ISO 4217; left out: the product's", examples=["RUB"]
    )


class InsuredVehicleBody(Body):
    """An insured vehicle: VIN or plate, or both."""

    vin: Annotated[str, VIN, ONE_LINE] | None = Field(default=None, examples=["XTAGFK330KY123456"])
    plate: Annotated[Plate, NAMED] | None = Field(default=None, examples=["А123ВС 777"])
    make: Text | None = Field(default=None, examples=["LADA"])
    model: Text | None = Field(default=None, examples=["Vesta"])
    year: int | None = Field(default=None, ge=_OLDEST, le=_NEWEST, examples=[2023])

    def typed(self) -> TypedVehicle:
        """Return the vehicle as the rules read it."""
        return TypedVehicle.model_validate(self.model_dump())


class DriverBody(Body):
    """A person who may drive the vehicle."""

    name: Text = Field(examples=["Гевердава Вера Сергеевна"])
    birth_date: date | None = None
    licence: Number | None = Field(default=None, description="Series and number of the driving licence")


class InsuredBody(Body):
    """Terms of insurance: the insured thing, the term, the choices. See `GET /v1/products`."""

    product: Code = Field(description="Code of a product that is sold", examples=["kasko"])
    begins: date = Field(description="The first day in force", examples=["2026-12-01"])
    ends: date | None = Field(
        default=None, description="The last day in force; left out: after the product's usual term"
    )
    sum_insured: AmountBody | None = None
    deductible: AmountBody | None = None
    vehicle: InsuredVehicleBody | None = None
    drivers: list[DriverBody] = Field(default_factory=list, max_length=20)
    subject: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), NAMED] | None = Field(
        default=None, description="What is insured, if it is no vehicle"
    )
    fields: dict[Code, Any] = Field(default_factory=dict, max_length=40, description="The product's own fields by code")
    options: dict[Code, Code] = Field(
        default_factory=dict, max_length=20, description="By code of a factor, the code of the chosen option"
    )
    plan: Code | None = Field(default=None, description="Code of a plan of payment; left out: the product's first")

    def terms(self) -> TypedInsured:
        """Return the terms as the rules read them."""
        return TypedInsured.model_validate(self.readable(include=set(InsuredBody.model_fields)))

    def readable(self, *, include: set[str] | None = None) -> dict[str, Any]:
        """Return the body, with stand-ins for required fields that could not be read: the rest is checked, too."""
        values = self.model_dump(include=include)
        return {name: stand_in if value is None else value for name, value, stand_in in _with_stand_ins(values)}


class NewPolicyBody(InsuredBody):
    """A policy to issue, or one that was sold elsewhere (`source: external`): it binds nobody and accrues nothing."""

    client_id: Identifier = Field(description="Of `GET /v1/clients`", examples=[f"cli_{_EXAMPLE}"])
    number: Number | None = Field(
        default=None, description="Left out: the next of the product's series", examples=["ХХХ 0123456789"]
    )
    premium: AmountBody
    source: Source = Source.OWN
    channel: Alone = None
    predecessor_id: Identifier | None = Field(
        default=None, description="The policy that this one renews", examples=[f"pol_{_EXAMPLE}"]
    )
    paid_instalments: int = Field(
        default=0, ge=0, le=12, description="The number of instalments that were received already, from the first"
    )

    def typed(self) -> TypedPolicy:
        """Return the policy as the rules read it."""
        return TypedPolicy.model_validate(with_channel(self.readable()))


def _with_stand_ins(values: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    stand_ins = {"product": "", "client_id": "", "begins": now().date(), "premium": {"amount": "1"}}
    return ((name, value, stand_ins.get(name)) for name, value in values.items())


class PolicyChange(Body):
    """Corrections of a policy. Omitted fields stay; sums and terms are changed by cancelling and selling anew."""

    version: int = Field(ge=1, description="The version that you read; 409 if it is another by now")
    vehicle: InsuredVehicleBody = Field(default_factory=unchanged)
    drivers: list[DriverBody] = Field(default_factory=unchanged, max_length=20)
    subject: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), NAMED] = Field(
        default_factory=unchanged
    )
    fields: dict[Code, Any] = Field(default_factory=unchanged, max_length=40)

    def typed_drivers(self) -> tuple[TypedDriver, ...] | None:
        """Return the drivers as the rules read them; None if they stay."""
        if "drivers" not in self.model_fields_set:
            return None
        return tuple(TypedDriver.model_validate(each.model_dump()) for each in self.drivers)


class ReceivedBody(Body):
    """Instalments that were received in another way than by the payment provider: in cash, by bank transfer."""

    instalments: list[Annotated[int, Field(ge=1, le=12)]] = Field(min_length=1, max_length=12, examples=[[1]])
    version: int = Field(ge=1)


class ReturnedBody(Body):
    """The version of the policy whose money a person has returned."""

    version: int = Field(ge=1)


class CancelBody(Body):
    """The end of a policy before its term."""

    effective: date = Field(description="The last day in force; before the first one: the policy never begins")
    reason: Reason
    version: int = Field(ge=1)


class RefundQuery(BaseModel):
    """The last day in force for which a refund is computed."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    effective: date | None = Field(default=None, description="Left out: today")


class PolicyRefundView(View):
    """The premium that would go back."""

    refund: MoneyView
    days_used: int
    days: int
    in_cooling_off: bool = Field(description="Within the days in which a policyholder may change their mind")


class InsuredVehicleView(View):
    """An insured vehicle."""

    vin: str | None
    plate: str | None
    make: str | None
    model: str | None
    year: int | None


class DriverView(View):
    """A person who may drive the vehicle."""

    name: str
    birth_date: date | None
    licence: str | None


class InsuredView(View):
    """Terms of insurance: the insured thing, the term, the choices."""

    product: str
    begins: date
    ends: date
    sum_insured: MoneyView | None
    deductible: MoneyView | None
    vehicle: InsuredVehicleView | None
    drivers: list[DriverView]
    subject: str | None
    fields: dict[str, Any]
    options: dict[str, str]
    plan: str | None


class InstalmentView(View):
    """An instalment of the premium."""

    number: int
    amount: MoneyView
    due: date
    paid_at: datetime | None
    payment_id: str | None = Field(description="The payment by a provider; null: received otherwise, or not paid")


class CancellationView(View):
    """A cancellation."""

    effective: date = Field(description="The last day in force")
    reason: str
    at: datetime
    refund: MoneyView


class PolicyRepaymentView(View):
    """A part of a cancelled policy's refund."""

    payment_id: str | None = Field(description="The payment that goes back; null: it was received otherwise")
    amount: MoneyView
    state: Literal["created", "pending", "succeeded", "canceled", "by_hand", "returned"] = Field(
        description="Of the provider's refund; `by_hand`: a person has to return it; `returned`: a person has"
    )


class PolicyWarning(View):
    """A thing that somebody should look at."""

    code: Literal[
        "overlap", "vin_check_digit", "plate_format", "document_expired", "passport_year", "price_differs"
    ] = Field(description="`overlap`: another policy of the product insures this vehicle at the same time")
    policy_id: str | None = Field(default=None, description="Of an overlap: the other policy, if you see it")
    message: str


class PolicyView(InsuredView):
    """A policy."""

    id: str
    number: str
    client_id: str
    holder: str = Field(description="The policyholder's name as of the sale")
    source: Source
    channel: Channel
    agent_id: str | None = Field(description="The agent who sold it; null: the house, or sold elsewhere")
    status: PolicyStatus = Field(description="The main status at this moment")
    statuses: list[PolicyStatus] = Field(description="All that hold at this moment, the main one first")
    premium: MoneyView
    paid: MoneyView = Field(description="Paid and not paid back")
    instalments: list[InstalmentView]
    cancelled: CancellationView | None
    refunds: list[PolicyRepaymentView] = Field(description="The parts of the refund of a cancelled policy")
    quote_id: str | None
    predecessor_id: str | None
    successor_id: str | None
    warnings: list[PolicyWarning] = Field(default_factory=list)
    issued_at: datetime
    changed_at: datetime
    version: int

    @computed_field(description="The policy's page in the console, for your staff")  # type: ignore[prop-decorator]
    @property
    def console_url(self) -> str:
        """The policy's address in the console."""
        return page_link(f"/console/policies/{self.id}")


class PolicyList(View):
    """A page of policies."""

    items: list[PolicyView]
    next_cursor: str | None


class PolicyListQuery(PageQuery):
    """The filter of a list of policies. A page may have fewer than `limit`, or none, and still a `next_cursor`."""

    q: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = Field(
        default=None, description="Words: a number or its digits, a plate, a VIN, the holder's name"
    )
    client_id: Identifier | None = None
    vin: SoughtVehicle | None = Field(default=None, description="The whole VIN")
    plate: SoughtVehicle | None = Field(default=None, description="The whole plate; look-alike letters don't matter")
    agent_id: Identifier | None = Field(
        default=None, description="The agent who sold it, or `house`, for callers who see all"
    )
    product: Code | None = None
    status: PolicyStatus | None = None


class PolicyHistoryQuery(PageQuery):
    """The page of a policy's history; all of it is on the first."""


class PolicyChangeView(View):
    """A change of a policy."""

    id: str
    at: datetime
    actor: str = Field(description="`user:<id>`, `key:<id>` or `system`")
    type: str
    version: int
    data: dict[str, Any]


class PolicyChangeList(View):
    """A policy's history, newest first."""

    items: list[PolicyChangeView]
    next_cursor: str | None
