"""The training bank as YooKassa: API v3 (https://yookassa.ru/developers/api)."""

import base64
import binascii
import json
import uuid
from datetime import UTC, datetime
from typing import Any

from infra.local.bank.book import Book, Charge, Refund, Refused, Shop
from infra.local.bank.exchange import Answer, Call, once

_FAILURE = {"type": "error", "id": "0", "code": "internal_server_error", "description": "Training failure"}


def answer(book: Book, call: Call, *, base: str) -> Answer:
    """Answer a call of the API, whose paths begin with /v3."""
    try:
        shop = _shop(book, call)
        parts = call.path.removeprefix("/v3/").split("/")
        match (call.method, *parts):
            case ("POST", "payments"):
                return _create(book, shop, call, base=base)
            case ("GET", "payments", charge_id):
                return Answer(200, payment(book, book.find_charge(shop, charge_id), base=base))
            case ("GET", "payments"):
                items = [payment(book, each, base=base) for each in book.content.charges.values()]
                return Answer(200, {"type": "list", "items": items[::-1][:100]})
            case ("POST", "refunds"):
                return _refund(book, shop, call)
            case ("GET", "refunds", refund_id) if refund_id in book.content.refunds:
                return Answer(200, refund_of(book.content.refunds[refund_id]))
            case _:
                raise Refused("not_found", status=404)
    except Refused as refused:
        return Answer(refused.status, error_of(refused))


def payment(book: Book, charge: Charge, *, base: str) -> dict[str, Any]:
    """Return a charge as YooKassa's object."""
    ended = charge.state in {"canceled", "expired"}
    found: dict[str, Any] = {
        "id": charge.id,
        "status": "canceled" if ended else charge.state,
        "paid": charge.state == "succeeded",
        "amount": {"value": charge.amount, "currency": charge.currency},
        "refunded_amount": {"value": f"{book.refunded(charge):.2f}", "currency": charge.currency},
        "created_at": _time(charge.created),
        "description": charge.description,
        "metadata": charge.metadata,
        "recipient": {"account_id": charge.shop_id, "gateway_id": "1"},
        "refundable": charge.state == "succeeded",
        "test": True,
    }
    if charge.state == "pending" and charge.needs_payer:
        found["confirmation"] = {
            "type": "redirect",
            "return_url": charge.return_url,
            "confirmation_url": f"{base}/pay/{charge.id}",
        }
    if charge.state == "succeeded":
        found["payment_method"] = _method(charge)
    if ended:
        found["cancellation_details"] = {"party": "yoo_money", "reason": charge.reason}
    return found


def notice(book: Book, charge: Charge, *, base: str) -> bytes:
    """Return the body of a notice of a charge; nothing in it proves its sender."""
    event = "payment.succeeded" if charge.state == "succeeded" else "payment.canceled"
    said = {"type": "notification", "event": event, "object": payment(book, charge, base=base)}
    return json.dumps(said, ensure_ascii=False).encode()


def refund_of(refund: Refund) -> dict[str, Any]:
    """Return a refund as YooKassa's object."""
    found: dict[str, Any] = {
        "id": refund.id,
        "payment_id": refund.charge_id,
        "status": refund.state,
        "created_at": _time(refund.created),
        "amount": {"value": refund.amount, "currency": refund.currency},
    }
    if refund.state == "canceled":
        found["cancellation_details"] = {"party": "yoo_money", "reason": "insufficient_funds"}
    return found


def error_of(refused: Refused) -> dict[str, Any]:
    """Return a refusal as YooKassa's object."""
    code = refused.code if refused.status in {401, 404} else "invalid_request"
    return {"type": "error", "id": "0", "code": code, "description": refused.code, "parameter": refused.about}


def _create(book: Book, shop: Shop, call: Call, *, base: str) -> Answer:
    said = _read(call)

    def make() -> dict[str, Any]:
        charge = book.add(_charge(shop, said))
        return {"id": charge.id}

    kept, again = once(book, shop, call, key=_key(call), make=make, failure=_FAILURE)
    if kept.status != 200 and not again:  # noqa: PLR2004
        return Answer(kept.status, kept.body)
    # A repeated call is told the present state of the payment, whatever the first answer was.
    return Answer(200, payment(book, _made(book, shop, said, kept.body.get("id", "")), base=base))


def _made(book: Book, shop: Shop, said: dict[str, Any], charge_id: str) -> Charge:
    known = book.content.charges.get(charge_id)
    if known is not None:
        return book.aged(known)
    wanted = said.get("metadata", {})
    return next(each for each in book.content.charges.values() if (each.shop_id, each.metadata) == (shop.id, wanted))


def _charge(shop: Shop, said: dict[str, Any]) -> Charge:
    charge_id = str(uuid.uuid4())
    return Charge(
        id=charge_id,
        intent_id=charge_id,
        shop_id=shop.id,
        amount=said["amount"]["value"],
        currency=said["amount"]["currency"],
        description=said.get("description", ""),
        return_url=said.get("confirmation", {}).get("return_url", ""),
        metadata=said.get("metadata", {}),
        saves_method=said.get("save_payment_method", False),
        method=said.get("payment_method_id", ""),
    )


def _refund(book: Book, shop: Shop, call: Call) -> Answer:
    said = _read(call)
    charge = book.find_charge(shop, said["payment_id"])

    def make() -> dict[str, Any]:
        return refund_of(book.refund(shop, charge, said["amount"]["value"]))

    kept, _ = once(book, shop, call, key=_key(call), make=make, failure=_FAILURE)
    return Answer(kept.status, kept.body)


def _method(charge: Charge) -> dict[str, Any]:
    card = {"first6": "220247", "last4": "4477", "expiry_month": "12", "expiry_year": "2030", "card_type": "Mir"}
    return {
        "type": "bank_card",
        "id": charge.method or charge.id,
        "saved": bool(charge.method),
        "title": "Bank card *4477",
        "card": card,
    }


def _shop(book: Book, call: Call) -> Shop:
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    try:
        shop_id, _, secret = base64.b64decode(token, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        scheme = shop_id = secret = ""
    if scheme != "Basic":
        raise Refused("invalid_credentials", status=401)
    return book.shop_by_key("yookassa", secret, shop_id)


def _read(call: Call) -> dict[str, Any]:
    if not _key(call):
        raise Refused("invalid_request", about="Idempotence-Key")
    try:
        said: dict[str, Any] = json.loads(call.body)
        value, currency = said["amount"]["value"], said["amount"]["currency"]
    except (ValueError, KeyError, TypeError):
        raise Refused("invalid_request", about="amount") from None
    if not isinstance(value, str) or len(currency) != 3 or float(value) <= 0:  # noqa: PLR2004
        raise Refused("invalid_request", about="amount")
    return said


def _key(call: Call) -> str:
    return call.headers.get("idempotence-key", "")


def _time(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
