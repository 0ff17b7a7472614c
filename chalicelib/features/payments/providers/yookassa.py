"""YooKassa, API v3 (https://yookassa.ru/developers/api): amounts are texts, notices are not signed."""

import base64
import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from chalicelib.base.models import Frozen
from chalicelib.base.money import Money
from chalicelib.features.payments.providers.calls import Answer, call
from chalicelib.features.payments.providers.model import (
    Method,
    Notice,
    Order,
    OutcomeUnknown,
    ProviderRefused,
    ProviderState,
    Reading,
    Reason,
    RefundReading,
    RefundState,
    WrongNotice,
)

BASE = "https://api.yookassa.ru"
#: The longest description of a payment.
MAX_DESCRIPTION = 128
_OK, _PROCESSING, _TOO_MANY, _SERVER = 200, 202, 429, 500

_REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "3d_secure_failed": "authentication",
        "canceled_by_merchant": "merchant",
        "card_expired": "card_expired",
        "expired_on_capture": "expired",
        "expired_on_confirmation": "expired",
        "insufficient_funds": "insufficient_funds",
        "internal_timeout": "try_again",
        "invalid_card_number": "card_data",
        "invalid_csc": "card_data",
        "issuer_unavailable": "try_again",
        "payment_method_limit_exceeded": "limit",
        "permission_revoked": "method_removed",
    }
)
_STATES: Mapping[str, ProviderState] = MappingProxyType(
    {"pending": "pending", "waiting_for_capture": "pending", "succeeded": "succeeded", "canceled": "canceled"}
)
_REFUND_STATES: Mapping[str, RefundState] = MappingProxyType(
    {"pending": "pending", "succeeded": "succeeded", "canceled": "canceled"}
)


class YooKassaKeys(Frozen):
    """The keys of a shop."""

    shop_id: str
    secret_key: str


class YooKassa:
    """A shop at YooKassa."""

    def __init__(self, keys: YooKassaKeys, *, base: str = BASE) -> None:
        self._base = f"{base}/v3"
        token = base64.b64encode(f"{keys.shop_id}:{keys.secret_key}".encode()).decode()
        self._headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}

    def create(self, order: Order) -> Reading:
        """Make a payment, at most once for a key."""
        return _reading(self._post("/payments", payment_request(order), key=order.key))

    def read(self, provider_id: str) -> Reading:
        """Read the present state of a payment."""
        return _reading(self._get(f"/payments/{provider_id}"))

    def refund(self, provider_id: str, money: Money, *, key: str) -> RefundReading:
        """Return money of a payment that succeeded, at most once for a key."""
        return _refund_reading(self._post("/refunds", {"payment_id": provider_id, "amount": amount_of(money)}, key=key))

    def read_refund(self, refund_id: str) -> RefundReading:
        """Read the present state of a refund."""
        return _refund_reading(self._get(f"/refunds/{refund_id}"))

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """Return a notice. Its sender is proven by the address that it came to, and by nothing in it."""
        try:
            return notice_of(json.loads(body))
        except ValueError:
            raise WrongNotice from None

    def _get(self, path: str) -> Mapping[str, Any]:
        return _found(call("GET", f"{self._base}{path}", headers=self._headers))

    def _post(self, path: str, body: Mapping[str, Any], *, key: str) -> Mapping[str, Any]:
        headers = {**self._headers, "Idempotence-Key": key}
        return _found(call("POST", f"{self._base}{path}", headers=headers, body=json.dumps(body).encode()))


def notice_of(said: Any) -> Notice:
    """Return the notice that a document is. Raises WrongNotice."""
    try:
        found = said["object"]
        subject = found["payment_id"] if str(said["event"]).startswith("refund.") else found["id"]
        return Notice(provider_id=subject, payment_id=(found.get("metadata") or {}).get("payment_id", ""))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise WrongNotice from None


def payment_request(order: Order) -> dict[str, Any]:
    """Return the body of a request that makes a payment."""
    body: dict[str, Any] = {
        "amount": amount_of(order.money),
        "capture": True,
        "description": order.description[:MAX_DESCRIPTION],
        "confirmation": {"type": "redirect", "return_url": order.return_url},
        "metadata": {"payment_id": order.payment_id, "account_id": order.account_id},
    }
    if order.method:
        return body | {"payment_method_id": order.method}
    return body | {"save_payment_method": True} if order.saves_method else body


def amount_of(money: Money) -> dict[str, str]:
    """Return money as YooKassa writes it."""
    return {"value": f"{money.amount:f}", "currency": money.currency}


def _found(answer: Answer) -> Mapping[str, Any]:
    if answer.status == _OK:
        return answer.body
    # 202: the operation goes on there, and the same key asks for its result.
    if answer.status in {_PROCESSING, _TOO_MANY} or answer.status >= _SERVER:
        raise OutcomeUnknown(str(answer.status))
    raise ProviderRefused(str(answer.body.get("code", "")), status=answer.status)


def _reading(found: Mapping[str, Any]) -> Reading:
    try:
        reason = _reason(found)
        state = _STATES[found["status"]]
        return Reading(
            provider_id=found["id"],
            state="expired" if state == "canceled" and reason == "expired" else state,
            money=_money(found["amount"]),
            payment_id=(found.get("metadata") or {}).get("payment_id", ""),
            is_live=not found.get("test", False),
            url=(found.get("confirmation") or {}).get("confirmation_url", "") if state == "pending" else "",
            reason=reason,
            method=_method(found.get("payment_method") or {}),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise OutcomeUnknown(f"unreadable: {type(error).__name__}") from None


def _refund_reading(found: Mapping[str, Any]) -> RefundReading:
    try:
        return RefundReading(
            provider_id=found["id"],
            state=_REFUND_STATES[found["status"]],
            money=_money(found["amount"]),
            reason=_reason(found),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise OutcomeUnknown(f"unreadable: {type(error).__name__}") from None


#: Names of saved methods that are the same in every language.
_NAMES: Mapping[str, str] = MappingProxyType(
    {"sbp": "СБП", "yoo_money": "ЮMoney", "sberbank": "SberPay", "tinkoff_bank": "T-Pay"}
)


def _reason(found: Mapping[str, Any]) -> Reason | None:
    if found["status"] != "canceled":
        return None
    return _REASONS.get((found.get("cancellation_details") or {}).get("reason", ""), "declined")


def _money(found: Mapping[str, Any]) -> Money:
    try:
        return Money(amount=Decimal(found["value"]), currency=found["currency"])
    except InvalidOperation:
        raise ValueError("no amount") from None


def _method(found: Mapping[str, Any]) -> Method | None:
    if not found.get("saved"):
        return None
    card, kind = found.get("card") or {}, found["type"]
    # Why not the title of cards: it is in English for every payer.
    if card.get("last4"):
        return Method(token=found["id"], label=f"{card.get('card_type', '')} •••• {card['last4']}".strip())
    return Method(token=found["id"], label=_NAMES.get(kind) or found.get("title") or kind)
