"""Notices of the training bank to the shops, by the shop's switches: once, twice, never, early or late."""

import contextlib
import threading
import urllib.request
from datetime import UTC, datetime

from chalicelib.features.payments.providers.stripe_signatures import sign
from infra.local.bank import stripe, yookassa
from infra.local.bank.book import Book, Charge, Shop

#: Seconds for a call, and between the tries of a notice.
_SECONDS, _PAUSE, _TRIES = 10, 1, 3


class Notifier:
    """Sends notices, each in a thread of its own so that nobody at the bank waits for a shop."""

    def __init__(self, book: Book, *, base: str) -> None:
        self._book, self._base = book, base
        self._stopped = threading.Event()

    def tell(self, charge: Charge) -> None:
        """Send the notices of a charge that has ended."""
        shop = self._book.content.shops[charge.shop_id]
        chosen = shop.switches.notices
        if chosen == "never" or not shop.notice_url:
            return
        headers, body = message(self._book, charge, base=self._base)
        for _ in range(2 if chosen == "twice" else 1):
            delay = shop.switches.late_seconds if chosen == "late" else 0.0
            threading.Thread(target=self._send, args=(shop, headers, body, delay), daemon=True).start()

    def tell_early(self, charge: Charge) -> None:
        """Send the notice of a charge and wait for its answer: before the charge's creation is answered."""
        shop = self._book.content.shops[charge.shop_id]
        if shop.switches.notices == "early" and charge.state != "pending" and shop.notice_url:
            self._send(shop, *message(self._book, charge, base=self._base), 0.0)

    def stop(self) -> None:
        """Send no more."""
        self._stopped.set()

    def _send(self, shop: Shop, headers: dict[str, str], body: bytes, delay: float) -> None:
        for attempt in range(_TRIES):
            if self._stopped.wait(_PAUSE if attempt else delay):
                return
            request = urllib.request.Request(shop.notice_url, data=body, headers=headers)  # noqa: S310 - loopback
            with contextlib.suppress(OSError), urllib.request.urlopen(request, timeout=_SECONDS):  # noqa: S310
                return


def message(book: Book, charge: Charge, *, base: str) -> tuple[dict[str, str], bytes]:
    """Return headers and body of a charge's notice."""
    shop = book.content.shops[charge.shop_id]
    headers = {"Content-Type": "application/json"}
    if shop.protocol == "yookassa":
        return headers, yookassa.notice(book, charge, base=base)
    body = stripe.notice(charge, base=base)
    return {**headers, "Stripe-Signature": sign(shop.signing_secret, body, moment=datetime.now(UTC))}, body
