"""The training bank as Stripe: Checkout Sessions, PaymentIntents and refunds (https://docs.stripe.com/api)."""

import json
import secrets
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from chalicelib.base.money import Money
from chalicelib.features.payments.providers.stripe_money import money_of, units_of
from infra.local.bank.book import Book, Charge, Refund, Refused, Shop
from infra.local.bank.exchange import Answer, Call, once

_FAILURE = {"error": {"type": "api_error", "message": "Training failure"}}
_LEAST, _MOST = 30 * 60, 24 * 60 * 60
Form = dict[str, str]


def answer(book: Book, call: Call, *, base: str) -> Answer:
    """Answer a call of the API, whose paths begin with /v1."""
    try:
        shop = _shop(book, call)
        return _routed(book, shop, call, base=base)
    except Refused as refused:
        return Answer(refused.status, error_of(refused))


def _routed(book: Book, shop: Shop, call: Call, *, base: str) -> Answer:
    kind, _, charge_id = call.path.removeprefix("/v1/").replace("checkout/", "").partition("/")
    match (kind, call.method):
        case ("sessions", _):
            return _session_answer(book, shop, call, charge_id, base=base)
        case ("payment_intents", "POST") if not charge_id:
            return _pay_saved(book, shop, call)
        case ("payment_intents", _):
            return _intent_answer(book, shop, call, charge_id)
        case ("refunds", "POST"):
            return _once(book, shop, call, lambda form: _refund(book, shop, form))
        case ("refunds", "GET") if charge_id in book.content.refunds:
            return Answer(200, refund_of(book, book.content.refunds[charge_id]))
    raise Refused("resource_missing", status=404)


def _session_answer(book: Book, shop: Shop, call: Call, charge_id: str, *, base: str) -> Answer:
    if not charge_id and call.method == "POST":
        return _once(book, shop, call, lambda form: _open(book, shop, form, base=base))
    if not charge_id:
        return _list(book, shop, call, base=base)
    charge = book.find_charge(shop, charge_id.removesuffix("/expire"))
    if charge_id.endswith("/expire"):
        book.end(charge, "expired", "")
    expanded = any(name.startswith("expand") for name in call.query)
    return Answer(200, session(charge, base=base, expanded=expanded))


def _intent_answer(book: Book, shop: Shop, call: Call, charge_id: str) -> Answer:
    charge = book.find_charge(shop, charge_id.removesuffix("/cancel"))
    if call.method == "POST" and charge_id.endswith("/cancel"):
        book.end(charge, "canceled", "canceled")
    return Answer(200, intent(charge))


def session(charge: Charge, *, base: str, expanded: bool = False) -> dict[str, Any]:
    """Return a charge as a Checkout Session."""
    status = {"pending": "open", "succeeded": "complete", "canceled": "open", "expired": "expired"}[charge.state]
    has_intent = charge.state == "succeeded"
    return {
        "id": charge.id,
        "object": "checkout.session",
        "mode": "payment",
        "status": status,
        "payment_status": "paid" if charge.state == "succeeded" else "unpaid",
        "amount_total": _units(charge),
        "currency": charge.currency.lower(),
        "client_reference_id": charge.reference or None,
        "created": int(charge.created),
        "expires_at": int(charge.expires),
        "livemode": False,
        "metadata": charge.metadata,
        "customer": charge.customer or None,
        "payment_intent": (intent(charge) if expanded else charge.intent_id) if has_intent else None,
        "success_url": charge.return_url,
        "url": f"{base}/pay/{charge.id}" if status == "open" else None,
    }


def intent(charge: Charge) -> dict[str, Any]:
    """Return the PaymentIntent of a charge, with its method expanded."""
    statuses = {
        "pending": "requires_action",
        "succeeded": "succeeded",
        "canceled": "canceled" if charge.reason == "canceled" else "requires_payment_method",
        "expired": "canceled",
    }
    card = {"brand": "visa", "last4": "4242", "exp_month": 12, "exp_year": 2030}
    method = {
        "id": charge.method or f"pm_{charge.intent_id[3:]}",
        "object": "payment_method",
        "type": "card",
        "card": card,
    }
    failed = charge.state == "canceled" and charge.reason not in {"", "canceled"}
    error = {"code": "card_declined", "decline_code": charge.reason, "type": "card_error"}
    return {
        "id": charge.intent_id,
        "object": "payment_intent",
        "status": statuses[charge.state],
        "amount": _units(charge),
        "amount_received": _units(charge) if charge.state == "succeeded" else 0,
        "currency": charge.currency.lower(),
        "created": int(charge.created),
        "customer": charge.customer or None,
        "livemode": False,
        "metadata": charge.metadata,
        "payment_method": method,
        "setup_future_usage": "off_session" if charge.saves_method else None,
        "last_payment_error": error if failed else None,
    }


def notice(charge: Charge, *, base: str) -> bytes:
    """Return the body of an event of a charge, to be signed."""
    kinds = {"succeeded": "checkout.session.completed", "expired": "checkout.session.expired"}
    of_intent = charge.id == charge.intent_id
    ending = "succeeded" if charge.state == "succeeded" else "payment_failed"
    event = {
        "id": f"evt_{secrets.token_hex(8)}",
        "object": "event",
        "type": f"payment_intent.{ending}" if of_intent else kinds.get(charge.state, "checkout.session.updated"),
        "created": int(time.time()),
        "livemode": False,
        "data": {"object": intent(charge) if of_intent else session(charge, base=base)},
    }
    return json.dumps(event, ensure_ascii=False).encode()


def refund_of(book: Book, refund: Refund) -> dict[str, Any]:
    """Return a refund as Stripe's object."""
    charge = book.content.charges[refund.charge_id]
    return {
        "id": refund.id,
        "object": "refund",
        "amount": units_of(Money(amount=Decimal(refund.amount), currency=refund.currency)),
        "currency": refund.currency.lower(),
        "payment_intent": charge.intent_id,
        "status": "failed" if refund.state == "canceled" else refund.state,
        "created": int(refund.created),
    }


def error_of(refused: Refused) -> dict[str, Any]:
    """Return a refusal as Stripe's object."""
    kind = "idempotency_error" if refused.code == "idempotency_error" else "invalid_request_error"
    return {"error": {"type": kind, "code": refused.code, "message": refused.code, "param": refused.about}}


def _once(book: Book, shop: Shop, call: Call, make: Callable[[Form], dict[str, Any]]) -> Answer:
    form = dict(parse_qsl(call.body.decode(), keep_blank_values=True))
    key = call.headers.get("idempotency-key", "")
    kept, again = once(book, shop, call, key=key, make=lambda: make(form), failure=_FAILURE)
    # Stripe repeats its first answer, a failure as well.
    return Answer(kept.status, kept.body, {"Idempotent-Replayed": "true"} if again else {})


def _open(book: Book, shop: Shop, form: Form, *, base: str) -> dict[str, Any]:
    item = "line_items[0][price_data]"
    try:
        money = money_of(int(form[f"{item}[unit_amount]"]), form[f"{item}[currency]"])
        expires = int(form.get("expires_at", int(time.time()) + _MOST))
        success_url = form["success_url"]
    except (KeyError, ValueError) as error:
        raise Refused("parameter_missing", about=str(error)) from None
    if not _LEAST - 60 <= expires - time.time() <= _MOST + 60:
        raise Refused("invalid_expires_at", about="expires_at")
    charge = Charge(
        id=f"cs_test_{secrets.token_hex(12)}",
        intent_id=f"pi_{secrets.token_hex(12)}",
        shop_id=shop.id,
        amount=f"{money.amount:f}",
        currency=money.currency,
        description=form.get(f"{item}[product_data][name]", ""),
        return_url=success_url,
        reference=form.get("client_reference_id", ""),
        metadata=_metadata(form),
        saves_method=form.get("payment_intent_data[setup_future_usage]") == "off_session",
        expires=expires,
    )
    return session(book.add(charge), base=base)


def _list(book: Book, shop: Shop, call: Call, *, base: str) -> Answer:
    since = int(call.query.get("created[gte]", "0"))
    found = [
        session(each, base=base)
        for each in book.content.charges.values()
        if each.shop_id == shop.id and each.created >= since and each.id != each.intent_id
    ]
    return Answer(200, {"object": "list", "has_more": False, "url": call.path, "data": found[::-1][:100]})


def _pay_saved(book: Book, shop: Shop, call: Call) -> Answer:
    made: list[Charge] = []

    def make(form: Form) -> dict[str, Any]:
        money = money_of(int(form["amount"]), form["currency"])
        intent_id = f"pi_{secrets.token_hex(12)}"
        made.append(
            book.add(
                Charge(
                    id=intent_id,
                    intent_id=intent_id,
                    shop_id=shop.id,
                    amount=f"{money.amount:f}",
                    currency=money.currency,
                    description=form.get("description", ""),
                    metadata=_metadata(form),
                    method=form["payment_method"],
                    customer=form.get("customer", ""),
                )
            )
        )
        return intent(made[0])

    found = _once(book, shop, call, make)
    if found.status != 200 or found.body["status"] == "succeeded":  # noqa: PLR2004
        return found
    waits = found.body["status"] == "requires_action"
    code = "authentication_required" if waits else "card_declined"
    failed = {**found.body, "status": "requires_payment_method"}
    error = {"type": "card_error", "code": code, "message": code, "payment_intent": failed}
    return Answer(402, {"error": error}, found.headers)


def _refund(book: Book, shop: Shop, form: Form) -> dict[str, Any]:
    charge = book.find_charge(shop, form.get("payment_intent", ""))
    money = money_of(int(form["amount"]), charge.currency) if "amount" in form else None
    return refund_of(book, book.refund(shop, charge, f"{money.amount:f}" if money else charge.amount))


def _shop(book: Book, call: Call) -> Shop:
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    if scheme != "Bearer":
        raise Refused("invalid_credentials", status=401)
    return book.shop_by_key("stripe", token)


def _metadata(form: Form) -> dict[str, str]:
    return {
        name.removeprefix("metadata[").removesuffix("]"): value
        for name, value in form.items()
        if name.startswith("metadata[")
    }


def _units(charge: Charge) -> int:
    return units_of(Money(amount=Decimal(charge.amount), currency=charge.currency))
