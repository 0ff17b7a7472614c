"""A receiver of webhooks on this machine: it answers as scripted, and records requests."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook

#: Writes an answer, or any other bytes, to the connection.
Behave = Callable[["Incoming"], None]


@dataclass(frozen=True)
class Received:
    """One call."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def id(self) -> str:
        """The message's id."""
        return self.headers["webhook-id"]

    def opened_by(self, secret: str) -> Any:
        """Return the body if a secret signed it, as the reference library says; raise otherwise."""
        return Webhook(secret).verify(self.body, dict(self.headers))


@dataclass
class Receiver:
    """Recorded requests, and answers: by `answer` always, or one behaviour after another of `script` first."""

    url: str
    answer: Behave
    script: list[Behave] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, received: Received) -> Behave:
        """Note a call and return how it is answered."""
        with self.lock:
            self.received.append(received)
            return self.script.pop(0) if self.script else self.answer

    @property
    def ids(self) -> list[str]:
        """The ids of all that came, in its order."""
        return [each.id for each in self.received]


class Incoming(BaseHTTPRequestHandler):
    """One connection."""

    receiver: Receiver

    def do_POST(self) -> None:
        """Keep the call and behave."""
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        behave = self.receiver.take(Received(self.path, headers, body))
        try:
            behave(self)
        except OSError:
            self.close_connection = True  # the caller had enough

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


def status(code: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Behave:
    """Answer with a status."""

    def behave(incoming: Incoming) -> None:
        incoming.send_response(code)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            incoming.send_header(name, value)
        incoming.end_headers()
        incoming.wfile.write(body)

    return behave


def raw(*parts: bytes, then: Behave | None = None) -> Behave:
    """Write bytes as they are and close the connection, or go on otherwise."""

    def behave(incoming: Incoming) -> None:
        for part in parts:
            incoming.wfile.write(part)
            incoming.wfile.flush()
        if then is not None:
            then(incoming)
        incoming.close_connection = True

    return behave


def hang(incoming: Incoming) -> None:
    """Hang until the test ends."""
    incoming.receiver.released.wait(240)


def drip(incoming: Incoming) -> None:
    """Send a byte of a header now and then, without an end."""
    incoming.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not incoming.receiver.released.wait(0.02):
        incoming.wfile.write(b"a")
        incoming.wfile.flush()


def flood(incoming: Incoming) -> None:
    """Send without an end."""
    while not incoming.receiver.released.is_set():
        incoming.wfile.write(b"x" * 65536)


def reset(incoming: Incoming) -> None:
    """Break the connection off."""
    incoming.connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def listening(*, answer: Behave | None = None, script: Sequence[Behave] = (), tls: Any = None) -> Iterator[Receiver]:
    """Listen on a free port of loopback for the time of the block; with `tls`, an SSL context, behind TLS."""
    handler = type("Handler", (Incoming,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}/hooks", answer or status(204), list(script))
    handler.receiver = receiver  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
