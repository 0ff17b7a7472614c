"""The one place where time comes from, and the one way that it is written down."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment in UTC with microseconds."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """Write a moment as RFC 3339 in UTC with microseconds: as text it sorts as it does in time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
