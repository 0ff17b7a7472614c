"""Deadlines of uploads."""

from datetime import datetime, timedelta

from chalicelib.base.settings import settings

#: After its form has expired an upload may still be under way on a slow network for this long.
SLOW_UPLOAD = timedelta(minutes=15)


def due(moment: datetime) -> datetime:
    """Return until when a photo may arrive whose form is signed now."""
    return moment + timedelta(seconds=settings().upload_seconds) + SLOW_UPLOAD
