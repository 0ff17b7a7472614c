"""Addresses of a payment's pages for its payer. The secret of the public one is derived, and never stored."""

import hashlib
import hmac
from typing import NamedTuple

from chalicelib.aws.secret_keys import hook_key
from chalicelib.base.errors import LinkUnknown
from chalicelib.base.languages import N_
from chalicelib.base.settings import settings
from chalicelib.features.payments.model import Payment

_DIGITS, _ULID = 40, 26
NO_PAGE = N_("There is no such page. Open the link as you got it.")


class Named(NamedTuple):
    """The payment that a token names."""

    account_id: str
    payment_id: str


def page_url(payment: Payment) -> str:
    """Return the address of a payment's page that needs no sign-in."""
    return f"{settings().public_base_url}{page_path(payment.account_id, payment.id)}"


def return_url(payment: Payment) -> str:
    """Return the address that the provider leads the payer back to: in the client area if it was started there."""
    return f"{settings().public_base_url}{payment.back}/{payment.id}" if payment.back else page_url(payment)


def page_path(account_id: str, payment_id: str) -> str:
    """Return the path of a payment's page for its payer."""
    return f"/pay/{_token(account_id, payment_id)}"


def read_token(token: str) -> Named:
    """Return the payment that a token names. Raises LinkUnknown for a token that is not ours."""
    named = Named(f"acc_{token[:_ULID]}", f"pay_{token[_ULID : 2 * _ULID]}")
    if not hmac.compare_digest(_token(*named).encode(), token.encode()):
        raise LinkUnknown(NO_PAGE)
    return named


def _token(account_id: str, payment_id: str) -> str:
    said = f"payment-page\0{account_id}\0{payment_id}".encode()
    mac = hmac.new(hook_key(), said, hashlib.sha256).hexdigest()[:_DIGITS]
    return f"{account_id.removeprefix('acc_')}{payment_id.removeprefix('pay_')}{mac}"
