"""Stripe Checkout (https://docs.stripe.com/api/checkout/sessions): amounts are minor units, notices are signed.

A payment is a Checkout Session `cs_…`, or a PaymentIntent `pi_…` where a saved method pays without the payer.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from chalicelib.base.clock import now
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
from chalicelib.features.payments.providers.stripe_money import money_of, units_of
from chalicelib.features.payments.providers.stripe_signatures import SIGNATURE, is_signed

BASE = "https://api.stripe.com"
#: The version of the API whose fields are read here.
VERSION = "2024-06-20"
_TOO_MANY, _SERVER, _CONFLICT, _OK, _PAYMENT_FAILED = 429, 500, 409, 200, 402
#: Stripe's longest description of an item.
MAX_DESCRIPTION = 250
#: Between the token of a customer and that of its method.
_BETWEEN = ":"
_REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "authentication_required": "authentication",
        "card_velocity_exceeded": "limit",
        "expired_card": "card_expired",
        "incorrect_cvc": "card_data",
        "incorrect_number": "card_data",
        "insufficient_funds": "insufficient_funds",
        "invalid_cvc": "card_data",
        "invalid_number": "card_data",
        "issuer_not_available": "try_again",
        "payment_intent_authentication_failure": "authentication",
        "processing_error": "try_again",
        "withdrawal_count_limit_exceeded": "limit",
    }
)
_REFUND_STATES: Mapping[str, RefundState] = MappingProxyType(
    {
        "pending": "pending",
        "requires_action": "pending",
        "succeeded": "succeeded",
        "failed": "canceled",
        "canceled": "canceled",
    }
)


class StripeKeys(Frozen):
    """The secret key of an account, and the secret of its endpoint for notices."""

    secret_key: str
    signing_secret: str


class Stripe:
    """An account at Stripe."""

    def __init__(self, keys: StripeKeys, *, base: str = BASE) -> None:
        self._base = f"{base}/v1"
        self._signing_secret = keys.signing_secret
        self._headers = {"Authorization": f"Bearer {keys.secret_key}", "Stripe-Version": VERSION}

    def create(self, order: Order) -> Reading:
        """Make a payment, at most once for a key."""
        return self._charge(order) if order.method else self._open_session(order)

    def read(self, provider_id: str) -> Reading:
        """Read the present state of a payment."""
        if provider_id.startswith("pi_"):
            return _of_intent(self._get(f"/payment_intents/{provider_id}", {"expand[]": "payment_method"}))
        return _of_session(
            self._get(f"/checkout/sessions/{provider_id}", {"expand[]": "payment_intent.payment_method"})
        )

    def refund(self, provider_id: str, money: Money, *, key: str) -> RefundReading:
        """Return money of a payment that succeeded, at most once for a key."""
        body = {"payment_intent": self._intent_id(provider_id), "amount": str(units_of(money))}
        return _of_refund(_found(self._post("/refunds", body, key=key)))

    def read_refund(self, refund_id: str) -> RefundReading:
        """Read the present state of a refund."""
        return _of_refund(self._get(f"/refunds/{refund_id}", {}))

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """Return a notice that the endpoint's secret signed within five minutes. Raises WrongNotice."""
        if not is_signed(self._signing_secret, headers.get(SIGNATURE, ""), body, moment=now()):
            raise WrongNotice
        try:
            return notice_of(json.loads(body))
        except ValueError:
            raise WrongNotice from None

    def _open_session(self, order: Order) -> Reading:
        answer = self._post("/checkout/sessions", session_request(order), key=order.key)
        # Stripe repeats its first answer for a key, an error of its own too: then the session is looked for.
        if answer.status >= _SERVER and answer.headers.get("idempotent-replayed") == "true":
            return self._find_session(order)
        return _of_session(_found(answer))

    def _find_session(self, order: Order) -> Reading:
        """Return the session of an order from the list of recent ones. Raises OutcomeUnknown if it isn't there."""
        since = int((order.created_at - timedelta(minutes=1)).timestamp())
        listed = self._get("/checkout/sessions", {"created[gte]": str(since), "limit": "100"})
        for found in listed.get("data", ()):
            if found.get("client_reference_id") == order.payment_id:
                return _of_session(found)
        raise OutcomeUnknown("not listed")

    def _charge(self, order: Order) -> Reading:
        """Pay by a saved method; if the payer has to confirm, by a session in its place."""
        answer = self._post("/payment_intents", intent_request(order), key=order.key)
        if answer.status != _PAYMENT_FAILED:
            return _of_intent(_found(answer))
        error = answer.body.get("error") or {}
        intent = error.get("payment_intent") or {}
        if "id" not in intent:
            raise ProviderRefused(str(error.get("code", "")), status=answer.status)
        if error.get("code") != "authentication_required":
            return _of_intent(intent)
        # Why: an intent that is canceled can take no money beside that of the session.
        _found(self._post(f"/payment_intents/{intent['id']}/cancel", {}, key=f"{order.key}-cancel"))
        return self._open_session(order.model_copy(update={"method": "", "key": f"{order.key}-confirm"}))

    def _intent_id(self, provider_id: str) -> str:
        if provider_id.startswith("pi_"):
            return provider_id
        intent = self._get(f"/checkout/sessions/{provider_id}", {}).get("payment_intent")
        if not isinstance(intent, str):
            raise ProviderRefused("no_payment_intent", status=_CONFLICT)
        return intent

    def _get(self, path: str, query: Mapping[str, str]) -> Mapping[str, Any]:
        return _found(call("GET", f"{self._base}{path}?{urlencode(query)}", headers=self._headers))

    def _post(self, path: str, body: Mapping[str, str], *, key: str) -> Answer:
        headers = {
            **self._headers,
            "Idempotency-Key": key,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return call("POST", f"{self._base}{path}", headers=headers, body=urlencode(body).encode())


def notice_of(said: Any) -> Notice:
    """Return the notice that a document is. Raises WrongNotice."""
    try:
        found = said["data"]["object"]
        return Notice(
            provider_id=found["id"] if found["object"] in {"checkout.session", "payment_intent"} else "",
            payment_id=(found.get("metadata") or {}).get("payment_id", ""),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        raise WrongNotice from None


def session_request(order: Order) -> dict[str, str]:
    """Return the form that makes a Checkout Session. It is the same for the same order, as its key demands."""
    saving = {"customer_creation": "always", "payment_intent_data[setup_future_usage]": "off_session"}
    return {
        "mode": "payment",
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": order.money.currency.lower(),
        "line_items[0][price_data][unit_amount]": str(units_of(order.money)),
        "line_items[0][price_data][product_data][name]": order.description[:MAX_DESCRIPTION],
        "client_reference_id": order.payment_id,
        "success_url": order.return_url,
        "cancel_url": order.return_url,
        "expires_at": str(int(order.expires_at.timestamp())),
        **_metadata("metadata", order),
        **_metadata("payment_intent_data[metadata]", order),
        **({"customer_email": order.email} if order.email else {}),
        **(saving if order.saves_method else {}),
    }


def intent_request(order: Order) -> dict[str, str]:
    """Return the form that pays by a saved method without the payer."""
    customer, _, method = order.method.partition(_BETWEEN)
    return {
        "amount": str(units_of(order.money)),
        "currency": order.money.currency.lower(),
        "customer": customer,
        "payment_method": method,
        "off_session": "true",
        "confirm": "true",
        "description": order.description[:MAX_DESCRIPTION],
        **_metadata("metadata", order),
    }


def _metadata(name: str, order: Order) -> dict[str, str]:
    return {f"{name}[payment_id]": order.payment_id, f"{name}[account_id]": order.account_id}


def _found(answer: Answer) -> Mapping[str, Any]:
    if answer.status == _OK:
        return answer.body
    # 409: another request with this key is under way.
    if answer.status in {_TOO_MANY, _CONFLICT} or answer.status >= _SERVER:
        raise OutcomeUnknown(str(answer.status))
    error = answer.body.get("error") or {}
    raise ProviderRefused(str(error.get("code") or error.get("type", "")), status=answer.status)


def _of_session(found: Mapping[str, Any]) -> Reading:
    try:
        raw = found.get("payment_intent")
        intent = raw if isinstance(raw, dict) else {}
        state = _session_state(found, intent)
        return Reading(
            provider_id=found["id"],
            state=state,
            money=money_of(found["amount_total"], found["currency"]),
            payment_id=(found.get("metadata") or {}).get("payment_id", ""),
            is_live=bool(found.get("livemode", True)),
            url=found.get("url") or "" if state == "pending" else "",
            reason=_reason(state, intent),
            method=_method(intent) if intent.get("setup_future_usage") else None,
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise OutcomeUnknown(f"unreadable: {type(error).__name__}") from None


def _session_state(found: Mapping[str, Any], intent: Mapping[str, Any]) -> ProviderState:
    if found["status"] == "expired":
        return "expired"
    if found["status"] == "complete" and found["payment_status"] == "paid":
        return "succeeded"
    # Complete but unpaid: a bank transfer on its way, unless its intent has failed.
    failed = found["status"] == "complete" and intent.get("status") in {"requires_payment_method", "canceled"}
    return "canceled" if failed else "pending"


def _of_intent(found: Mapping[str, Any]) -> Reading:
    try:
        state = _intent_state(found["status"])
        units = found["amount_received"] if state == "succeeded" else found["amount"]
        return Reading(
            provider_id=found["id"],
            state=state,
            money=money_of(units, found["currency"]),
            payment_id=(found.get("metadata") or {}).get("payment_id", ""),
            is_live=bool(found.get("livemode", True)),
            reason=_reason(state, found),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise OutcomeUnknown(f"unreadable: {type(error).__name__}") from None


def _intent_state(status: str) -> ProviderState:
    if status == "succeeded":
        return "succeeded"
    return "canceled" if status in {"requires_payment_method", "canceled"} else "pending"


def _of_refund(found: Mapping[str, Any]) -> RefundReading:
    try:
        return RefundReading(
            provider_id=found["id"],
            state=_REFUND_STATES[found["status"]],
            money=money_of(found["amount"], found["currency"]),
            reason="declined" if found["status"] == "failed" else None,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise OutcomeUnknown(f"unreadable: {type(error).__name__}") from None


def _reason(state: ProviderState, intent: Mapping[str, Any]) -> Reason | None:
    if state == "expired":
        return "expired"
    if state != "canceled":
        return None
    error = intent.get("last_payment_error") or {}
    return _REASONS.get(error.get("decline_code") or error.get("code") or "", "declined")


def _method(intent: Mapping[str, Any]) -> Method | None:
    method, customer = intent.get("payment_method"), intent.get("customer")
    if not isinstance(method, dict) or not isinstance(customer, str):
        return None
    card = method.get("card") or {}
    label = f"{str(card.get('brand', '')).capitalize()} •••• {card.get('last4', '')}" if card else str(method["type"])
    return Method(token=f"{customer}{_BETWEEN}{method['id']}", label=label)
