"""Parts of the running system for the browser tests."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page

from tests.deployed.inside import Root
from tests.support.running import Answer, PhotoRequest, call, eventually, force_upload, make_request

__all__ = [
    "Answer",
    "PhotoRequest",
    "call",
    "cors_rules",
    "eventually",
    "force_upload",
    "let_link_expire",
    "let_uploads_expire",
    "make_request",
    "wait_until",
]


def wait_until(page: Page, script: str, value: object = None) -> None:
    """Wait until a script in the page answers yes.

    Why: playwright's `wait_for_function` evaluates a string in the page from its second look on; policies forbid that.
    """
    eventually(lambda: page.evaluate(script, value))


def let_uploads_expire(system: Mapping[str, Any], request: PhotoRequest) -> None:
    """Make every reserved upload of a request late, and let the sweep find it so."""
    root = Root(system)
    for photo_id in request.photos():
        root.let_fall_due(request, photo_id)
    root.sweep()
    assert request.listed() == []


def cors_rules(system: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the bucket's rules for browsers on other addresses."""
    found = Root(system).client("s3").get_bucket_cors(Bucket=system["buckets"]["photos"])
    return [dict(rule) for rule in found["CORSRules"]]


def let_link_expire(system: Mapping[str, Any], request: PhotoRequest) -> None:
    """End a link's time."""
    Root(system).let_time_pass(request, "expires_at")
