"""The camera's local time, with an offset only where one is known: one rule for EXIF and phones.

Local and absolute time are two things. A camera without an offset tells only its clock's time, so that the time stays
naive. No zone of a phone, an account or a place takes the offset's place.
"""

import re
from datetime import datetime, timedelta, timezone

from chalicelib.base.clock import now

# Compiled at the first photo: every function imports this module.
# A clock of 12 hours is no EXIF, and its hour may be either half's.
_TIME = (
    r"(?a)\s*(\d{4})[-:/.](\d{1,2})[-:/.](\d{1,2})(?: {1,2}|T)(\d{1,2}):(\d\d):(\d\d)"
    r"(?!\s*[AaPp]\.?[Mm])(?:[.,]\d*)?\s*(Z|[+-]\d\d:?\d\d)?"
)
_OFFSET = r"(?a)([+-])(\d\d):?([0-5]\d)"
#: Photos were on paper before; cameras that have lost their clock begin at 1970 or 1980, or write zeros.
_FIRST_YEAR = 1990
_FARTHEST = timedelta(hours=14)


def read_camera_time(written: str, offset: str = "") -> datetime | None:
    """Return the time of "YYYY-MM-DD HH:MM:SS" (or with colons or T, as EXIF and RFC 3339 have it).

    `offset`, or else one that follows the time, makes it aware. None if it is no time, or is before 1990 or after next
    year. An offset beyond 14 hours is none: the clock's own time stays.
    """
    found = re.match(_TIME, written)
    try:
        local = datetime(*map(int, found.groups()[:6])) if found else None  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None
    if found is None or local is None or not _FIRST_YEAR <= local.year <= now().year + 1:
        return None
    return local.replace(tzinfo=_zone(offset) or _zone(found[7] or ""))


def _zone(offset: str) -> timezone | None:
    """Return the zone of "+HH:MM" or "Z"; None for anything else."""
    found = re.fullmatch(_OFFSET, "+00:00" if offset == "Z" else offset)
    if found is None:
        return None
    size = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(-size if found[1] == "-" else size) if size <= _FARTHEST else None
