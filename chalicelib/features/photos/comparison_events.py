"""The handler of the daily comparison of bucket and table."""

from typing import Any

from chalicelib.base.observability import log
from chalicelib.features.photos.service import comparison


def reconcile_photos(_event: Any = None, _context: Any = None) -> None:
    """Compare bucket and table."""
    log("info", "reconciled", count=list(comparison.reconcile()))
