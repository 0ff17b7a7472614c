"""The training bank's server, on loopback: both protocols of providers, and pages for people."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from infra.local.bank import page, stripe, yookassa
from infra.local.bank.book import Book, Charge, Shop, Switches
from infra.local.bank.exchange import Answer, Call
from infra.local.bank.notices import Notifier

_HTML = {"Content-Type": "text/html; charset=utf-8"}


class Bank(ThreadingHTTPServer):
    """The bank: its book, its notices and its address."""

    daemon_threads = True

    def __init__(self, *, port: int = 0, file: Path | None = None) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.book = Book(file)
        self.notifier = Notifier(self.book, base=self.url)

    def answer(self, call: Call) -> Answer:
        """Answer a call: of a provider's protocol, of the bank's own, or for a page."""
        if call.path.startswith(("/v3/", "/v1/")):
            return self._as_provider(call)
        first, _, rest = call.path.strip("/").partition("/")
        with self.book.lock:
            match (call.method, first):
                case ("GET", ""):
                    return Answer(200, page.overview_page(self.book), _HTML)
                case ("PUT", "shops"):
                    self.book.open_shop(Shop.model_validate_json(call.body))
                    return Answer(200, {})
                case ("POST", "switches") if rest in self.book.content.shops:
                    return self._switch(rest, dict(parse_qsl(call.body.decode())))
                case (_, "pay") if rest in self.book.content.charges:
                    return self._for_payer(call, self.book.aged(self.book.content.charges[rest]))
        return Answer(404, {"error": "not found"})

    def _for_payer(self, call: Call, charge: Charge) -> Answer:
        if call.method == "GET":
            return Answer(200, page.payment_page(charge), _HTML)
        return self.act(charge, dict(parse_qsl(call.body.decode())).get("action", ""))

    def act(self, charge: Charge, action: str) -> Answer:
        """Do a payer's action on the page of a charge."""
        if charge.state == "pending" and action in {"pay", "close"}:
            self.book.pay(charge)
            self.notifier.tell(charge)
        elif charge.state == "pending" and action == "decline":
            self.book.end(charge, "canceled", "insufficient_funds")
            self.notifier.tell(charge)
        if action == "close":
            return Answer(200, page.payment_page(charge, closed=True), _HTML)
        return Answer(303, "", {"Location": charge.return_url or f"/pay/{charge.id}"})

    def _as_provider(self, call: Call) -> Answer:
        answer_as = yookassa.answer if call.path.startswith("/v3/") else stripe.answer
        with self.book.lock:
            known = set(self.book.content.charges)
            answer = answer_as(self.book, call, base=self.url)
            new = [each for key, each in self.book.content.charges.items() if key not in known]
        for charge in new:  # outside of the lock: the shop may ask for the charge before it answers
            self.notifier.tell_early(charge)
        return answer

    def _switch(self, shop_id: str, form: dict[str, str]) -> Answer:
        shop = self.book.content.shops[shop_id]
        chosen = {**form, "fails_after_creation": "fails_after_creation" in form}
        switches = Switches.model_validate({**shop.switches.model_dump(), **chosen})
        self.book.open_shop(shop.model_copy(update={"switches": switches}))
        return Answer(303, "", {"Location": "/"})


class _Handler(BaseHTTPRequestHandler):
    """One call."""

    server: Bank
    timeout = 15

    def do_GET(self) -> None:
        """Answer."""
        self._answer()

    def do_POST(self) -> None:
        """Answer."""
        self._answer()

    def do_PUT(self) -> None:
        """Answer."""
        self._answer()

    def log_message(self, *_: Any) -> None:
        """Log nothing: calls hold keys."""

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        call = Call(
            method=self.command,
            path=parts.path,
            query=dict(parse_qsl(parts.query)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
        )
        answer = self.server.answer(call)
        content = answer.content
        self.send_response(answer.status)
        headers = {"Content-Type": "application/json", "Content-Length": str(len(content)), **answer.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def running_bank(*, port: int = 0, file: Path | None = None) -> Iterator[Bank]:
    """Run the bank in this process for the time of the block, on a free port if none is given."""
    bank = Bank(port=port, file=file)
    thread = threading.Thread(target=bank.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield bank
    finally:
        bank.notifier.stop()
        bank.shutdown()
        bank.server_close()
        thread.join()
