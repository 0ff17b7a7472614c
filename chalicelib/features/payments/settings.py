"""Settings of payments: the provider and its mode. Its secret keys are in Secrets Manager, and never here."""

from typing import Literal

from chalicelib.base.models import Frozen
from chalicelib.features.payments.model import ProviderCode


class PaymentSettings(Frozen):
    """The account's provider of payments."""

    #: None: no payments on line.
    provider: ProviderCode | None = None
    mode: Literal["test", "live"] = "test"
    #: Networks that notices of YooKassa are taken from; empty: any, since each is checked at the provider.
    networks: tuple[str, ...] = ()
