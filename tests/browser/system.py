"""What the browser tests use of the running system."""

from collections.abc import Mapping
from typing import Any

from tests.deployed.inside import Root
from tests.running import Answer, PhotoRequest, call, eventually, force_upload, make_request

__all__ = ["Answer", "PhotoRequest", "call", "eventually", "force_upload", "let_uploads_expire", "make_request"]


def let_uploads_expire(system: Mapping[str, Any], request: PhotoRequest) -> None:
    """Make every reserved upload of a request late, and let the sweep find it so."""
    root = Root(system)
    for photo_id in request.photos():
        root.let_fall_due(request, photo_id)
    root.sweep()
    assert request.listed() == []
