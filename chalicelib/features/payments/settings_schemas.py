"""HTTP bodies of the settings of payments."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from chalicelib.base.formats import formatted
from chalicelib.base.languages import N_
from chalicelib.base.words import ONE_LINE
from chalicelib.features.payments.model import ProviderCode
from chalicelib.features.payments.providers.stripe import StripeKeys
from chalicelib.features.payments.providers.yookassa import YooKassaKeys
from chalicelib.features.payments.service.ruling import RuleChanges
from chalicelib.http.bodies import Body, View, unchanged

_Secret = Annotated[str, formatted(r"^[!-~]{8,200}$", N_("Copy the key whole, as the provider shows it."))]
Network = Annotated[str, StringConstraints(strip_whitespace=True, max_length=50), ONE_LINE]


class YooKassaKeysBody(Body):
    """Keys of a shop at YooKassa."""

    shop_id: Annotated[str, formatted(r"^[0-9A-Za-z-]{1,40}$", N_("Must be the shop's number (shopId)."))] = Field(
        examples=["123456"]
    )
    secret_key: _Secret = Field(examples=["live_0123456789"], json_schema_extra={"writeOnly": True})


class StripeKeysBody(Body):
    """Keys of an account at Stripe."""

    secret_key: _Secret = Field(examples=["sk_live_0123456789"], json_schema_extra={"writeOnly": True})
    signing_secret: _Secret = Field(
        description="Of the endpoint for notices", examples=["whsec_0123456789"], json_schema_extra={"writeOnly": True}
    )


class PaymentSettingsChange(Body):
    """Changes of the settings; omitted fields stay, and so do omitted keys."""

    version: int = Field(ge=0, description="Of the settings that were read")
    provider: ProviderCode | None = Field(default_factory=unchanged, description="Null: no payments on line")
    mode: Literal["test", "live"] = Field(default_factory=unchanged)
    networks: tuple[Network, ...] = Field(
        default_factory=unchanged,
        max_length=20,
        description="Networks that YooKassa's notices are taken from; empty: any, since each is checked at YooKassa",
    )
    yookassa: YooKassaKeysBody = Field(default_factory=unchanged)
    stripe: StripeKeysBody = Field(default_factory=unchanged)

    def changes(self) -> RuleChanges:
        """Return the changes that the caller named."""
        named = self.model_dump(include=self.model_fields_set & {"provider", "mode", "networks"})
        keys: dict[ProviderCode, Any] = {}
        if self.yookassa:
            keys["yookassa"] = YooKassaKeys(**self.yookassa.model_dump())
        if self.stripe:
            keys["stripe"] = StripeKeys(**self.stripe.model_dump())
        return RuleChanges(settings=named, keys=keys)


class ProviderView(View):
    """A provider of payments."""

    code: ProviderCode
    has_keys: bool = Field(description="The keys themselves are never shown")
    notice_url: str = Field(description="The address to enter at the provider for its notices. Keep it secret")


class PaymentSettingsView(View):
    """The settings of payments."""

    provider: ProviderCode | None = Field(description="Null: no payments on line")
    mode: Literal["test", "live"]
    networks: list[str]
    providers: list[ProviderView]
    version: int
