"""A forward proxy between the browser and everything, that spoils uploads in the ways of bad networks.

The page's addresses stay as they are, hence its content security policy and CORS too. Chromium is told to use the proxy
for localhost as well. An upload is a POST of multipart/form-data; everything else passes.
"""

import http.client
import socket
import socketserver
import struct
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedIOBase
from typing import Literal
from urllib.parse import urlsplit

from tests.support.running import DEADLINE, eventually, new_address

Fault = Literal["reset", "lose_reply", "hold", "hold_reply", "stall", "swallow", "corrupt", "403", "503"]
_HOP_BY_HOP = {"connection", "proxy-connection", "keep-alive", "transfer-encoding", "content-length"}
_PIECE = 16 * 1024
#: Bytes of a mobile network's packets, and of the gateway's buffer before it reads. At a connection's beginning about
#: 70 KB are then under way. The loopback interface left to itself swallows 4 MB, which the page takes for sent.
_PACKET, _TAKEN_IN = 1400, 4096


@dataclass(frozen=True)
class Head:
    """The head of a request to the proxy."""

    method: str
    url: str
    headers: http.client.HTTPMessage

    @property
    def upload(self) -> bool:
        """Return True if it carries a form with a file."""
        return self.method == "POST" and self.headers.get("content-type", "").startswith("multipart/form-data")

    @property
    def length(self) -> int:
        """Bytes of the body."""
        return int(self.headers.get("content-length") or 0)


@dataclass(frozen=True)
class Seen:
    """A request that came by."""

    method: str
    path: str
    upload: bool
    fault: Fault | None = None


@dataclass
class Gateway:
    """Faults for the next uploads, in their order, and a record of requests.

    `held` is set when a `hold` (in the middle of the body) or a `hold_reply` (S3 has it all) has begun. Both last until
    `release`. While `offline`, every connection is reset.
    """

    address: str = ""
    #: Guesses at codes are limited by address: each gateway's phones are at one of their own.
    adds: dict[str, str] = field(
        default_factory=lambda: {
            "Accept-Encoding": "identity",
            **new_address(),
        }
    )
    offline: bool = False
    faults: deque[Fault] = field(default_factory=deque)
    kilobytes_per_second: float | None = None
    seen: list[Seen] = field(default_factory=list)
    most_in_flight: int = 0
    held: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)
    _in_flight: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def uploads(self) -> list[Seen]:
        """Return the uploads that came by, spoilt ones too."""
        return [each for each in self.seen if each.upload]

    def calls(self, method: str, ending: str) -> list[Seen]:
        """Return the calls of the API by method and the end of their path."""
        return [each for each in self.seen if each.method == method and each.path.endswith(ending)]

    def go_offline(self) -> None:
        """Reset held connections and all later ones, until `offline` is false again."""
        self.offline = True
        self.release.set()
        eventually(lambda: self._in_flight, holds=lambda left: left == 0)

    def hold(self) -> None:
        """Hold an upload at its present byte until `release`."""
        self.held.set()
        self.release.wait()

    def until_held(self) -> None:
        """Wait until an upload is held."""
        assert self.held.wait(DEADLINE), f"nothing is held; what came by: {self.seen}"

    def note(self, head: Head) -> Fault | None:
        """Record a request and return its fault."""
        with self._lock:
            fault = self.faults.popleft() if head.upload and self.faults else None
            self.seen.append(Seen(head.method, urlsplit(head.url).path, head.upload, fault))
            return fault

    @contextmanager
    def flight(self, *, upload: bool) -> Iterator[None]:
        """Count an upload as in flight while it lasts."""
        with self._lock:
            self._in_flight += upload
            self.most_in_flight = max(self.most_in_flight, self._in_flight)
        try:
            yield
        finally:
            with self._lock:
                self._in_flight -= upload


@contextmanager
def running_gateway() -> Iterator[Gateway]:
    """Run a gateway on a free port."""
    gateway = Gateway()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            _serve(gateway, self.connection, self.rfile)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False
        allow_reuse_address = True

        def server_bind(self) -> None:
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, _PACKET)
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _TAKEN_IN)
            super().server_bind()

    with Server(("127.0.0.1", 0), Handler) as server:
        gateway.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield gateway
        finally:
            gateway.release.set()
            server.shutdown()
            thread.join()


def _serve(gateway: Gateway, browser: socket.socket, stream: BufferedIOBase) -> None:
    """Handle one request on one connection; a reset by the browser itself is ignored."""
    try:
        if gateway.offline:
            _reset(browser)
            return
        line = stream.readline().decode("latin-1").split()
        if len(line) < 3 or line[0] == "CONNECT":
            return
        head = Head(line[0], line[1], http.client.parse_headers(stream))
        fault = gateway.note(head)
        with gateway.flight(upload=head.upload):
            _pass_on(gateway, browser, stream, head, fault)
    except OSError:
        return


def _pass_on(gateway: Gateway, browser: socket.socket, stream: BufferedIOBase, head: Head, fault: Fault | None) -> None:
    """Read the body, apply the fault, and return the answer."""
    body = _read(gateway, stream, _taken_at_first(fault, head.length))
    if fault == "stall":
        gateway.release.wait()
        return
    if fault == "hold":
        gateway.hold()
        body += b"" if gateway.offline else _read(gateway, stream, head.length - len(body))
    if fault == "reset" or gateway.offline:
        _reset(browser)
    elif len(body) == head.length:
        _bring_answer(gateway, browser, head, body, fault)


def _taken_at_first(fault: Fault | None, length: int) -> int:
    """Return the number of a body's bytes before the fault: a stall begins before the browser could send them all."""
    if fault == "stall":
        return min(_PIECE, length // 2)
    return length // 2 if fault in ("reset", "hold") else length


def _bring_answer(gateway: Gateway, browser: socket.socket, head: Head, body: bytes, fault: Fault | None) -> None:
    """Answer in the server's place, or bring its answer, as far as the fault lets it come."""
    if fault == "swallow":
        gateway.release.wait()
        return
    if fault in ("403", "503"):
        answer = _answer(int(fault), [("Access-Control-Allow-Origin", "*")], b"")
    else:
        answer = _fetch(gateway, head, _corrupted(body) if fault == "corrupt" else body)
    if fault == "hold_reply":
        gateway.hold()
    if fault == "lose_reply" or gateway.offline:
        _reset(browser)
    else:
        browser.sendall(answer)


def _corrupted(body: bytes) -> bytes:
    """Return the body with one bit in its middle turned."""
    middle = len(body) // 2
    return body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]


def _read(gateway: Gateway, stream: BufferedIOBase, length: int) -> bytes:
    """Read from the browser, no faster than the gateway allows."""
    body = b""
    while len(body) < length:
        piece = stream.read(min(_PIECE, length - len(body)))
        if not piece:
            break
        body += piece
        if gateway.kilobytes_per_second:
            gateway.release.wait(len(piece) / 1024 / gateway.kilobytes_per_second)
    return body


def _fetch(gateway: Gateway, head: Head, body: bytes) -> bytes:
    """Ask the real server and return its answer as bytes for the wire."""
    parts = urlsplit(head.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=DEADLINE)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        kept = {name: value for name, value in head.headers.items() if name.lower() not in _HOP_BY_HOP}
        connection.request(head.method, target, body or None, {**kept, **gateway.adds})
        answer = connection.getresponse()
        return _answer(answer.status, answer.getheaders(), answer.read())
    finally:
        connection.close()


def _answer(status: int, headers: list[tuple[str, str]], body: bytes) -> bytes:
    """Return an HTTP/1.1 answer that ends its connection, so that no fault touches another request."""
    kept = [(name, value) for name, value in headers if name.lower() not in _HOP_BY_HOP]
    lines = [*kept, ("Content-Length", str(len(body))), ("Connection", "close")]
    head = "".join(f"{name}: {value}\r\n" for name, value in lines)
    return f"HTTP/1.1 {status} {http.client.responses.get(status, 'Unknown')}\r\n{head}\r\n".encode("latin-1") + body


def _reset(browser: socket.socket) -> None:
    """End the connection by RST, as a network that goes away does."""
    browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    browser.shutdown(socket.SHUT_RD)
    browser.close()
