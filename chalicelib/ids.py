"""Prefixed ULIDs: sortable by the time of their making, safe to show, never guessable from one another."""

import hashlib
from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints
from ulid import ULID

ULID_PATTERN = r"[0-7][0-9A-HJKMNP-TV-Z]{25}"
Ulid = Annotated[str, StringConstraints(pattern=f"^{ULID_PATTERN}$")]


def derived_ulid(subject: str, *, moment: datetime) -> str:
    """Return the ULID of a subject and a moment, always the same one: to be known, not to be secret."""
    milliseconds = int(moment.timestamp() * 1000)
    return str(ULID.from_bytes(milliseconds.to_bytes(6) + hashlib.sha256(subject.encode()).digest()[:10]))


def new_id(prefix: str) -> str:
    """Return `<prefix>_<ULID>`, for example `case_01J9Z6…`; 80 of its bits are random."""
    return f"{prefix}_{ULID()}"
