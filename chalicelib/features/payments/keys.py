"""An account's keys at its providers, and the adapters that use them."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from chalicelib.aws import account_secrets
from chalicelib.aws.secret_keys import hook_key
from chalicelib.base.errors import Conflict, NotFound
from chalicelib.base.languages import N_
from chalicelib.base.settings import settings
from chalicelib.features.payments.model import ProviderCode
from chalicelib.features.payments.providers.model import PaymentProvider
from chalicelib.features.payments.providers.stripe import BASE as STRIPE
from chalicelib.features.payments.providers.stripe import Stripe, StripeKeys
from chalicelib.features.payments.providers.yookassa import BASE as YOOKASSA
from chalicelib.features.payments.providers.yookassa import YooKassa, YooKassaKeys

_PURPOSE = "payments"
_NO_KEYS = N_("The payment provider's keys are missing. An administrator enters them in the settings of payments.")
_NO_ADDRESS = N_("There is no such address for notices.")
#: Characters of the key in the address for notices, after the account.
_DIGITS = 40
Keys = YooKassaKeys | StripeKeys


def provider_of(account_id: str, code: ProviderCode) -> PaymentProvider:
    """Return the account's adapter of a provider. Raises Conflict if its keys are missing."""
    secrets = account_secrets.read_secrets(_PURPOSE, account_id).get(code)
    if not secrets:
        raise Conflict(_NO_KEYS, extra={"reason": "no-keys"})
    base = settings().payments_to_loopback
    if code == "yookassa":
        return YooKassa(YooKassaKeys.model_validate(secrets), base=base or YOOKASSA)
    return Stripe(StripeKeys.model_validate(secrets), base=base or STRIPE)


def has_keys(account_id: str) -> frozenset[str]:
    """Return the providers of which the account has keys."""
    return frozenset(account_secrets.read_secrets(_PURPOSE, account_id))


def save_keys(account_id: str, code: ProviderCode, keys: Keys) -> None:
    """Replace the account's keys at a provider."""
    known: Mapping[str, Any] = account_secrets.read_secrets(_PURPOSE, account_id)
    account_secrets.write_secrets(_PURPOSE, account_id, {**known, code: keys.model_dump()})


def notice_key(account_id: str, code: ProviderCode) -> str:
    """Return the last part of the address that the provider sends an account's notices to."""
    said = f"payment-notices\0{account_id}\0{code}".encode()
    return f"{account_id}.{hmac.new(hook_key(), said, hashlib.sha256).hexdigest()[:_DIGITS]}"


def account_of(key: str, code: ProviderCode) -> str:
    """Return the account whose address for notices has this key. Raises NotFound."""
    account_id = key.partition(".")[0]
    if not hmac.compare_digest(notice_key(account_id, code).encode(), key.encode()):
        raise NotFound(_NO_ADDRESS)
    return account_id
