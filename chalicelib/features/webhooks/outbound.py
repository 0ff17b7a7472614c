"""One POST to an address that a customer chose, by a client that can't be led astray.

The name is looked up once, and every address found is checked. The connection goes to one of those very addresses, so
that a change of the name in between changes nothing. Certificate, SNI and Host go by the name. Limits: no redirect is
followed, no proxy asked, no more read than LIMIT, no longer waited than SECONDS in all, even for an answer that drips.
"""

import http.client
import io
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple, cast

from chalicelib.features.webhooks.addresses import Address, Target, is_public, parse

SECONDS = 10.0
#: Bytes of an answer that are read, headers included.
LIMIT = 64 * 1024
#: Seconds in which the rest of an answer may still come: only its status matters.
LINGER = 1.0
Resolve = Callable[[str, int], list[str]]
Connect = Callable[[Address, int, float], socket.socket]


class NoAnswer(Exception):
    """The call brought no answer; `reason` is one of few words, never the other side's."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Answer(NamedTuple):
    """The parts of an answer that are read."""

    status: int
    retry_after: str | None


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host, as the system's resolver has them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def connect(address: Address, port: int, seconds: float) -> socket.socket:
    """Connect to an address, not a name."""
    connection = socket.socket(socket.AF_INET6 if address.version == 6 else socket.AF_INET, socket.SOCK_STREAM)  # noqa: PLR2004
    try:
        connection.settimeout(seconds)
        connection.connect((str(address), port))
    except BaseException:
        connection.close()
        raise
    return connection


@cache
def trust() -> ssl.SSLContext:
    """Return the rules for certificates: the system's authorities, and the host's name."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


@dataclass(frozen=True)
class Client:
    """The means of calls; tests replace the resolver and the network. `loopback`: see settings."""

    loopback: bool = False
    seconds: float = SECONDS
    resolve: Resolve = field(default=look_up)
    connect: Connect = field(default=connect)
    trust: Callable[[], ssl.SSLContext] = field(default=trust)

    def check(self, url: str) -> None:
        """Raise WrongUrl, or NoAnswer if the host can't be found or has an address that no webhook may go to."""
        self._addresses(parse(url, loopback=self.loopback), _Clock(self.seconds))

    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a body once; raise NoAnswer where no status came back in time, WrongUrl as `check` does."""
        target, clock = parse(url, loopback=self.loopback), _Clock(self.seconds)
        addresses = self._addresses(target, clock)
        try:
            with self._connected(target, addresses, clock) as connection:
                return _exchange(connection, target, clock, headers=headers, body=body)
        except TimeoutError:
            raise NoAnswer("timeout") from None
        except ssl.SSLCertVerificationError:
            raise NoAnswer("certificate") from None
        except ssl.SSLError:
            raise NoAnswer("tls") from None
        except (OSError, http.client.HTTPException, ValueError):
            raise NoAnswer("broken_off") from None

    def _addresses(self, target: Target, clock: "_Clock") -> list[Address]:
        found = _in_time(lambda: self.resolve(target.host, target.port), clock)
        addresses = [ipaddress.ip_address(each) for each in found]
        allowed = _is_loopback if target.scheme == "http" else is_public
        if not addresses:
            raise NoAnswer("unknown_host")
        if not all(allowed(each) for each in addresses):
            raise NoAnswer("forbidden_address")
        return addresses

    def _connected(self, target: Target, addresses: Iterable[Address], clock: "_Clock") -> socket.socket:
        """Connect to the first address that takes the call, and speak TLS to it."""
        connection = self._reached(target, addresses, clock)
        if target.scheme == "http":
            return connection
        try:
            connection.settimeout(clock.left())
            return self.trust().wrap_socket(connection, server_hostname=target.host.rstrip("."))
        except BaseException:
            connection.close()
            raise

    def _reached(self, target: Target, addresses: Iterable[Address], clock: "_Clock") -> socket.socket:
        for address in addresses:
            try:
                return self.connect(address, target.port, clock.left())
            except TimeoutError:
                raise
            except OSError:  # no route for IPv6, say: the next one may do
                continue
        raise NoAnswer("unreachable")


class _Clock:
    """Counts down the time of a whole call."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left; raise TimeoutError when there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _Incoming(io.RawIOBase):
    """Incoming bytes, up to LIMIT and the end of the clock. Each read waits for the rest of the time only."""

    def __init__(self, connection: socket.socket, clock: _Clock) -> None:
        super().__init__()
        self._connection, self._clock, self._left = connection, clock, LIMIT
        #: The other side has closed.
        self.is_over = False

    def readable(self) -> bool:
        """Return True: the stream is readable."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read available bytes."""
        if self._left <= 0:
            raise http.client.HTTPException("too long")
        self._connection.settimeout(self._clock.left())
        count = self._connection.recv_into(memoryview(buffer)[: self._left])
        self._left -= count
        self.is_over = count == 0
        return count


class _Line:
    """A connected socket as http.client uses one."""

    def __init__(self, connection: socket.socket, clock: _Clock) -> None:
        self._connection, self._clock = connection, clock
        self.incoming = _Incoming(connection, clock)

    def sendall(self, data: bytes) -> None:
        """Send, within the rest of the time."""
        self._connection.settimeout(self._clock.left())
        self._connection.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return the incoming stream."""
        return io.BufferedReader(self.incoming, 8192)

    def close(self) -> None:
        """Leave the closing to the caller that opened it."""


def _exchange(
    connection: socket.socket, target: Target, clock: _Clock, *, headers: Mapping[str, str], body: bytes
) -> Answer:
    speaker = http.client.HTTPConnection(target.host, target.port)
    line = _Line(connection, clock)
    speaker.sock = cast("socket.socket", line)  # connected already: it opens none of its own
    speaker.request("POST", target.path, body, {"Host": target.authority, "Connection": "close", **headers})
    with closing(speaker), closing(speaker.getresponse()) as response:
        if line.incoming.is_over:  # http.client takes the part that came until then for all of the headers
            raise http.client.IncompleteRead(b"")
        _drain(response, clock)
    return Answer(status=response.status, retry_after=response.getheader("retry-after"))


def _drain(response: http.client.HTTPResponse, clock: _Clock) -> None:
    """Read the rest of an answer, so that its sender isn't cut off; its errors don't count any more."""
    clock.end = min(clock.end, time.monotonic() + LINGER)
    try:
        while response.read1(8192):
            pass
    except (OSError, http.client.HTTPException, ValueError):
        return


def _in_time(work: Callable[[], list[str]], clock: _Clock) -> list[str]:
    """Look up a name; the system's resolver knows no deadline, so it may go on for itself."""
    found: list[list[str]] = []
    failed: list[OSError | UnicodeError] = []

    def run() -> None:
        try:
            found.append(work())
        except (OSError, UnicodeError) as error:
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(clock.left())
    if thread.is_alive():
        raise NoAnswer("timeout")
    if failed or not found:
        raise NoAnswer("unknown_host")
    return found[0]


def _is_loopback(address: Address) -> bool:
    return address.is_loopback
