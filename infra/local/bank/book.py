"""The training bank's book: its shops, charges and refunds, kept in a file if one is named."""

import secrets
import threading
import time
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field

State = Literal["pending", "succeeded", "canceled", "expired"]
Protocol = Literal["yookassa", "stripe"]


class Switches(BaseModel):
    """Faults of a shop's payments, chosen for a test or by a person."""

    #: `early`: a charge succeeds, and its notice goes out, before its creation is answered.
    notices: Literal["once", "twice", "never", "early", "late"] = "once"
    late_seconds: float = 60
    #: Charged in place of the demanded ones.
    amount: str = ""
    currency: str = ""
    #: The first call for a key answers 500 after it has made a charge.
    fails_after_creation: bool = False
    #: The outcome of a charge of a saved method.
    saved_method: Literal["pays", "confirm", "declines"] = "pays"
    refunds: Literal["succeeded", "pending", "canceled"] = "succeeded"
    expires_after: float = 3600


class Shop(BaseModel):
    """A customer of the bank: a shop of YooKassa, or an account of Stripe, by its secret key."""

    id: str
    protocol: Protocol
    secret_key: str
    #: Signs notices of Stripe.
    signing_secret: str = ""
    notice_url: str = ""
    switches: Switches = Field(default_factory=Switches)


class Charge(BaseModel):
    """A payment: of YooKassa, a Checkout Session with its intent, or an intent alone."""

    id: str
    intent_id: str
    shop_id: str
    amount: str
    currency: str
    description: str = ""
    return_url: str = ""
    reference: str = ""
    metadata: dict[str, str] = {}
    state: State = "pending"
    #: The provider's word for the reason of a failure.
    reason: str = ""
    saves_method: bool = False
    #: The id of the method that is saved by this charge, or that pays it.
    method: str = ""
    customer: str = ""
    needs_payer: bool = True
    created: float = Field(default_factory=time.time)
    expires: float = 0


class Refund(BaseModel):
    """A refund, whole or of a part."""

    id: str
    charge_id: str
    amount: str
    currency: str
    state: Literal["succeeded", "pending", "canceled"]
    created: float = Field(default_factory=time.time)


class Kept(BaseModel):
    """The first answer for a key of idempotency, and the call that it answered."""

    call: str
    status: int
    body: dict[str, Any]


class Content(BaseModel):
    """All that the bank keeps."""

    shops: dict[str, Shop] = {}
    charges: dict[str, Charge] = {}
    refunds: dict[str, Refund] = {}
    kept: dict[str, Kept] = {}


class Refused(Exception):
    """The bank refuses an operation; `code` as providers write it."""

    def __init__(self, code: str, *, status: int = 400, about: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.about = about


class Book:
    """The book. One thread at a time changes it, under `lock`."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self.lock = threading.RLock()
        known = file is not None and file.exists()
        self.content = Content.model_validate_json(file.read_text()) if file is not None and known else Content()

    def save(self) -> None:
        """Write the file whole, if there is one."""
        if self._file is None:
            return
        unfinished = self._file.with_suffix(".tmp")
        unfinished.touch(mode=0o600)
        unfinished.write_text(self.content.model_dump_json())
        unfinished.replace(self._file)

    def open_shop(self, shop: Shop) -> None:
        """Register a shop, or change it."""
        with self.lock:
            self.content.shops[shop.id] = shop
            self.save()

    def shop_by_key(self, protocol: Protocol, secret_key: str, shop_id: str | None = None) -> Shop:
        """Return the shop that a call is authenticated as."""
        for shop in self.content.shops.values():
            if (shop.protocol, shop.secret_key) == (protocol, secret_key) and shop_id in {None, shop.id}:
                return shop
        raise Refused("invalid_credentials", status=401)

    def find_charge(self, shop: Shop, charge_id: str) -> Charge:
        """Return a shop's charge by its id, or by its intent's."""
        for charge in self.content.charges.values():
            if charge_id in {charge.id, charge.intent_id} and charge.shop_id == shop.id:
                return self.aged(charge)
        raise Refused("not_found", status=404, about=charge_id)

    def aged(self, charge: Charge) -> Charge:
        """Return a charge, expired if its time is over."""
        if charge.state == "pending" and charge.expires and time.time() >= charge.expires:
            self.end(charge, "expired", "expired_on_confirmation")
        return charge

    def add(self, charge: Charge) -> Charge:
        """Keep a new charge, with the faults of its shop."""
        shop = self.content.shops[charge.shop_id]
        charge.expires = charge.expires or charge.created + shop.switches.expires_after
        self.content.charges[charge.id] = charge
        if charge.method:
            self._charge_saved(charge, shop.switches)
        elif shop.switches.notices == "early":
            self.pay(charge)
        self.save()
        return charge

    def pay(self, charge: Charge) -> None:
        """Charge the payer: another sum, or in another currency, if the shop's switches say so."""
        switches = self.content.shops[charge.shop_id].switches
        charge.amount = switches.amount or charge.amount
        charge.currency = switches.currency or charge.currency
        charge.state, charge.needs_payer = "succeeded", False
        if charge.saves_method:
            charge.method = charge.method or f"pm_{secrets.token_hex(8)}"
            charge.customer = charge.customer or f"cus_{secrets.token_hex(6)}"
        self.save()

    def end(self, charge: Charge, state: State, reason: str) -> None:
        """End a charge without money."""
        charge.state, charge.reason, charge.needs_payer = state, reason, False
        self.save()

    def refund(self, shop: Shop, charge: Charge, amount: str) -> Refund:
        """Refund money of a charge, no more than was paid."""
        if charge.state != "succeeded":
            raise Refused("charge_not_refundable", about="payment_id")
        if Decimal(amount) > Decimal(charge.amount) - self.refunded(charge):
            raise Refused("charge_already_refunded", about="amount")
        refund = Refund(
            id=f"re_{secrets.token_hex(8)}" if shop.protocol == "stripe" else str(uuid.uuid4()),
            charge_id=charge.id,
            amount=amount,
            currency=charge.currency,
            state=shop.switches.refunds,
        )
        self.content.refunds[refund.id] = refund
        self.save()
        return refund

    def refunded(self, charge: Charge) -> Decimal:
        """Return the refunded sum of a charge."""
        return sum(
            (
                Decimal(each.amount)
                for each in self.content.refunds.values()
                if each.charge_id == charge.id and each.state != "canceled"
            ),
            Decimal(0),
        )

    def _charge_saved(self, charge: Charge, switches: Switches) -> None:
        if switches.saved_method == "pays":
            self.pay(charge)
        elif switches.saved_method == "declines":
            self.end(charge, "canceled", "insufficient_funds")
