"""Prefixed ULIDs: sortable by the time of their making, safe to show, never guessable from one another."""

from typing import Annotated

from pydantic import StringConstraints
from ulid import ULID

ULID_PATTERN = r"[0-7][0-9A-HJKMNP-TV-Z]{25}"
Ulid = Annotated[str, StringConstraints(pattern=f"^{ULID_PATTERN}$")]


def new_id(prefix: str) -> str:
    """Return `<prefix>_<ULID>`, for example `case_01J9Z6…`; 80 of its bits are random."""
    return f"{prefix}_{ULID()}"
