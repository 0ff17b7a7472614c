"""The time of a photo from the owner's phone into its case, in the emulator: `python -m bench emulator`.

In the system that `make run` runs when it is running, else in one of its own in a temporary folder (OSMOTR_PORT: its
port). One owner sends photos of 12 megapixels one after the other, as the page does it by HTTP. It reserves, posts the
form to S3, and looks at /state until the photo is received. Figures are wall time, since waiting counts; looks are
LOOK_SECONDS apart, so times are too long by up to that. The first photo, which starts workers and loads decoders, is
told by itself.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

import urllib3
from ulid import ULID

from bench.imaging import phone_photo
from bench.table import Figure
from infra.local.system import STATE_DIR, run_system

PHOTOS = 40
LOOK_SECONDS = 0.03
#: The objective (reliability.md's alarm) for upload -> filed, p95.
LIMIT_SECONDS = 10.0
DEADLINE_SECONDS = 60.0
_HTTP = urllib3.PoolManager(retries=False, timeout=30)


@dataclass(frozen=True)
class Sent:
    """Seconds from the end of the POST to "received", and from the reservation to it."""

    filing: float
    whole: float


def figures() -> Iterator[Figure]:
    """Measure."""
    with running_system() as run:
        token_address = ask(run, *({"code": code, "max": 30} for code in ("exterior", "damage")))
        photo = phone_photo(4000, 3000)
        sent = [_send(token_address, _distinct(photo, number), number) for number in range(PHOTOS + 1)]
    first, warm = sent[0], sent[1:]
    yield Figure("upload -> filed, the first photo", f"{first.filing:.2f} s")
    filing = [each.filing for each in warm]
    yield Figure(f"upload -> filed, median of {PHOTOS}", f"{median(filing):.2f} s")
    slowest = quantiles(filing, n=20)[-1]
    yield Figure(
        f"upload -> filed, p95 of {PHOTOS}", f"{slowest:.2f} s", f"<= {LIMIT_SECONDS:g} s", slowest <= LIMIT_SECONDS
    )
    whole = [each.whole for each in warm]
    yield Figure(
        "reserve + upload + filed, median (p95)", f"{median(whole):.2f} s ({quantiles(whole, n=20)[-1]:.2f} s)"
    )


@contextmanager
def running_system() -> Iterator[dict[str, Any]]:
    """Yield run.json's content of the running system, or of one that runs for the time of the block."""
    running = STATE_DIR / "run.json"
    if running.exists():
        yield json.loads(running.read_text())
        return
    port = int(os.environ.get("OSMOTR_PORT") or 0) or None
    with (
        TemporaryDirectory(prefix="osmotr-bench-") as folder,
        run_system(state_dir=Path(folder), port=port, say=lambda step: print(f"  {step}", file=sys.stderr)) as run,
    ):
        yield run


def ask(run: dict[str, Any], *wanted: dict[str, Any]) -> str:
    """Make a photo request for these categories; return the address of its page."""
    answer = _call(
        "POST",
        f"{run['base_url']}/v1/photo-requests",
        {"channels": [], "categories": wanted},
        {"Authorization": f"Bearer {run['api_key']}"},
    )
    return str(answer["link"])


def _send(page: str, photo: bytes, number: int) -> Sent:
    """Send a photo and wait until the page would show it as received."""
    photo_id, category = str(ULID()), ("exterior", "damage")[number % 2]
    begun = time.perf_counter()
    form = _call(
        "POST",
        f"{page}/uploads",
        {
            "photo_id": photo_id,
            "category": category,
            "bytes": len(photo),
            "content_type": "image/jpeg",
            "sha256": hashlib.sha256(photo).hexdigest(),
            "source": "camera",
        },
    )
    fields = {**form["fields"], "file": ("photo.jpg", photo, "image/jpeg")}
    stored = _HTTP.request("POST", form["url"], fields=fields)
    if stored.status != 201:
        raise RuntimeError(f"S3 answered {stored.status}: {stored.data[:500]!r}")
    posted = time.perf_counter()
    while _status(page, photo_id) != "received":
        if time.perf_counter() > posted + DEADLINE_SECONDS:
            raise RuntimeError(f"photo {number} is still not filed after {DEADLINE_SECONDS:g} s")
        time.sleep(LOOK_SECONDS)
    done = time.perf_counter()
    return Sent(filing=done - posted, whole=done - begun)


def _status(page: str, photo_id: str) -> str:
    state = _call("GET", f"{page}/state")
    photos = (photo for category in state["categories"] for photo in category["photos"])
    status = next(photo["status"] for photo in photos if photo["id"] == photo_id)
    if status == "rejected":
        raise RuntimeError("the photo was rejected")
    return str(status)


def _distinct(photo: bytes, number: int) -> bytes:
    """Return a JPEG with a comment (ITU-T T.81, B.2.4.5) of its own: the same bytes twice would be a duplicate."""
    comment = f"bench {number} {time.time_ns()}".encode()
    return photo[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment + photo[2:]


def _call(method: str, url: str, body: object = None, headers: dict[str, str] | None = None) -> dict[str, Any]:
    answer = _HTTP.request(method, url, json=body, headers=headers) if body else _HTTP.request(method, url)
    if answer.status >= 300:
        raise RuntimeError(f"{method} answered {answer.status}: {answer.data[:500]!r}")
    content: dict[str, Any] = answer.json()
    return content
