"""Calls over HTTP of the demo, with one line for each step."""

import json
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Mapping
from typing import Any

#: Of one step; a busy machine takes its time.
DEADLINE_SECONDS = 300.0


class DemoError(Exception):
    """The demo can't go on; the message has advice."""


def post_form(url: str, fields: Mapping[str, str], data: bytes) -> None:
    """Post a form with a file, as a browser does (RFC 7578)."""
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    opening = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="photo.jpg"\r\n\r\n'.encode()
    body = b"".join(parts) + opening + data + f"\r\n--{boundary}--\r\n".encode()
    send("POST", url, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})


def wait_for(read: Callable[[], Any], otherwise: str) -> Any:
    """Read until something true comes; DemoError after the deadline."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not (value := read()):
        if time.monotonic() > deadline:
            raise DemoError(f"{otherwise} within {DEADLINE_SECONDS:.0f} s; see the log that `make run` names")
        time.sleep(0.3)
    return value


def call(method: str, url: str, *, body: object = None, headers: Mapping[str, str] | None = None) -> Any:
    """Make one call with JSON; DemoError with the problem's detail when it is refused."""
    data = json.dumps(body).encode() if body is not None else None
    answer = send(method, url, data, {"Content-Type": "application/json", **(headers or {})})
    return json.loads(answer) if answer else None


def send(method: str, url: str, data: bytes | None, headers: Mapping[str, str]) -> bytes:
    """Make one HTTP request."""
    request = urllib.request.Request(url, data=data, method=method, headers=dict(headers))  # noqa: S310 - our own system
    try:
        with urllib.request.urlopen(request, timeout=DEADLINE_SECONDS) as answer:  # noqa: S310
            content: bytes = answer.read()
            return content
    except urllib.error.HTTPError as error:
        raise DemoError(
            f"{method} {url.split('?', maxsplit=1)[0]}: {error.code} {error.read()[:500].decode()}"
        ) from error
    except urllib.error.URLError as error:
        raise DemoError(f"Osmotr does not answer ({error.reason}); is `make run` still running?") from error


def say(who: str, what: str) -> None:
    """Print one step."""
    print(f"{who:>7}  {what}", flush=True)
