"""The running system, as staff, owners and S3 see it over HTTP; for the tests in browser/ and deployed/."""

import hashlib
import json
import secrets
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ulid import ULID

#: Generous: it costs only where something fails, and a busy machine is a tenth as fast.
DEADLINE = 300.0


def eventually[T](read: Callable[[], T], *, holds: Callable[[T], bool] = bool, within: float = DEADLINE) -> T:
    """Read until the condition holds and return the value.

    Raises AssertionError with the last reading after the deadline.
    """
    pause, end = threading.Event(), time.monotonic() + within
    while True:
        value = read()
        if holds(value):
            return value
        if time.monotonic() > end:
            raise AssertionError(f"not within {within} s; last: {value!r}")
        pause.wait(0.1)


@dataclass(frozen=True)
class Answer:
    """Status, headers and body of an HTTP answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)

    def header(self, name: str) -> str:
        """Return a header by its name in any case; empty when there is none."""
        return next((value for known, value in self.headers.items() if known.lower() == name.lower()), "")


class _KeepRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like any other."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


_opener = urllib.request.build_opener(_KeepRedirects)


def call(method: str, url: str, *, body: object = None, headers: Mapping[str, str] | None = None) -> Answer:
    """Make one request; an error or redirect is an answer like any other. `body`: bytes as they are, else as JSON."""
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    kind = {} if body is None or isinstance(body, bytes) else {"Content-Type": "application/json"}
    request = urllib.request.Request(url, data, {**kind, **(headers or {})}, method=method)
    try:
        with _opener.open(request, timeout=DEADLINE) as answer:
            return Answer(answer.status, dict(answer.headers), answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, dict(error.headers), error.read())


@dataclass(frozen=True)
class PhotoRequest:
    """A photo request that staff made, seen from both sides."""

    api: str
    key: str
    id: str
    case_id: str
    link: str
    code: str = ""

    @property
    def token(self) -> str:
        """The link's token."""
        return self.link.rsplit("/", 1)[1]

    def staff(self, method: str, path: str, body: object = None) -> Answer:
        """Call the staff's API."""
        return call(method, f"{self.api}/v1/{path}", body=body, headers={"Authorization": f"Bearer {self.key}"})

    def owner(self, method: str, path: str, body: object = None) -> Answer:
        """Call the link's own API, as the page does."""
        return call(method, f"{self.link}/{path}", body=body)

    def attachments(self) -> list[dict[str, Any]]:
        """Return the filed photos of the case."""
        items = self.staff("GET", f"cases/{self.case_id}/attachments?limit=100").json()["items"]
        return [dict(item) for item in items]

    def filed(self, count: int) -> list[dict[str, Any]]:
        """Wait until that many photos are filed and nothing is awaited any more; none of them twice, and none more."""

        def settled(shown: dict[str, Any]) -> bool:
            return shown["photos"] >= count and not any(each["pending"] for each in shown["categories"])

        shown, items = eventually(self.shown, holds=settled), self.attachments()
        assert (shown["photos"], len(items)) == (count, count)
        assert len({item["sha256"] for item in items}) == count
        return items

    def photos(self) -> dict[str, dict[str, Any]]:
        """Return the photos on the owner's page, by photo_id."""
        categories = self.owner("GET", "state").json()["categories"]
        return {photo["id"]: photo for category in categories for photo in category["photos"]}

    def listed(self) -> list[dict[str, Any]]:
        """Return the photos that the page is told of."""
        return list(self.photos().values())

    def timeline(self) -> list[object]:
        """Return the timeline of the case."""
        return list(self.staff("GET", f"cases/{self.case_id}").json()["timeline"])

    def original(self, item: Mapping[str, Any]) -> bytes:
        """Download a filed photo as it was sent."""
        return call("GET", item["urls"]["original"]).body

    def preview(self, item: Mapping[str, Any]) -> bytes:
        """Download a filed photo's preview."""
        return call("GET", item["urls"]["preview"]).body

    def shown(self) -> dict[str, Any]:
        """Return the request as staff see it."""
        found: dict[str, Any] = self.staff("GET", f"photo-requests/{self.id}").json()
        return found

    def status(self) -> str:
        """Return the request's status as staff see it."""
        return str(self.shown()["status"])


def new_address() -> dict[str, str]:
    """Return the header by which a call comes from a network that no other test uses: limits go by networks.

    The emulator's API Gateway takes the caller's address from it; the prefix is that of RFC 3849.
    """
    return {"X-Forwarded-For": f"2001:db8:{secrets.token_hex(2)}:{secrets.token_hex(2)}::1"}


def make_request(
    system: Mapping[str, Any],
    *,
    categories: Sequence[object] = ("exterior",),
    language: str = "ru",
    comment: str = "",
    **more: object,
) -> PhotoRequest:
    """Ask for photos, without any message unless `more` (other fields of the body) says so.

    The test itself brings the link to the owner.
    """
    body = {
        "case": {"reference": f"TEST-{uuid.uuid4().hex[:12]}"},
        "channels": [],
        "language": language,
        "categories": list(categories),
        **({"comment": comment} if comment else {}),
        **more,
    }
    api, key = str(system["base_url"]), str(system["api_key"])
    answer = call(
        "POST",
        f"{api}/v1/photo-requests",
        body=body,
        headers={"Authorization": f"Bearer {key}", "Idempotency-Key": uuid.uuid4().hex},
    )
    assert answer.status == 201, answer.body
    made = answer.json()
    return PhotoRequest(api=api, key=key, id=made["id"], case_id=made["case_id"], link=made["link"], code=made["code"])


@dataclass(frozen=True)
class Form:
    """A presigned POST; `with_fields` and `without` spoil it."""

    url: str
    fields: Mapping[str, str]

    def with_fields(self, **changed: str) -> "Form":
        """Return the form with fields changed or added; `_` in a name stands for `-`."""
        return replace(self, fields={**self.fields, **{name.replace("_", "-"): to for name, to in changed.items()}})

    def without(self, name: str) -> "Form":
        """Return the form without a field."""
        return replace(self, fields={known: value for known, value in self.fields.items() if known != name})

    def post(self, data: bytes) -> Answer:
        """Post the form with a file as its last part, as a browser does (RFC 7578)."""
        boundary = uuid.uuid4().hex
        fields = "".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in self.fields.items()
        )
        head = f'{fields}--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
        payload = head.encode() + data + f"\r\n--{boundary}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return call("POST", self.url, body=payload, headers=kind)


def new_photo_id() -> str:
    """Return an id such as the phone makes."""
    return str(ULID())


def announce(
    request: PhotoRequest,
    data: bytes,
    *,
    photo_id: str | None = None,
    category: str = "exterior",
    content_type: str = "image/jpeg",
) -> Answer:
    """Reserve an upload, as the page does before it sends."""
    announced = {
        "photo_id": photo_id or new_photo_id(),
        "category": category,
        "bytes": len(data),
        "content_type": content_type,
        "sha256": hashlib.sha256(data).hexdigest(),
        "source": "gallery",
    }
    return request.owner("POST", "uploads", announced)


def form_of(answer: Answer) -> Form:
    """Return the form of a reservation that was granted."""
    assert answer.status == 201, answer.body
    granted = answer.json()
    return Form(granted["url"], granted["fields"])


def send_photo(request: PhotoRequest, data: bytes, *, category: str = "exterior", photo_id: str | None = None) -> str:
    """Announce and upload a JPEG; return its photo_id."""
    photo_id = photo_id or new_photo_id()
    stored = form_of(announce(request, data, photo_id=photo_id, category=category)).post(data)
    assert stored.status == 201, stored.body
    return photo_id


def force_upload(request: PhotoRequest, *, photo_id: str, category: str, content_type: str, body: bytes) -> Answer:
    """Upload as a program would that skips the page's own checks; returns the answer to the reservation or S3's."""
    reserved = announce(request, body, photo_id=photo_id, category=category, content_type=content_type)
    return form_of(reserved).post(body) if reserved.status == 201 else reserved
