"""Prefixed ULIDs: sortable by the time of their making, safe to show, never guessable from one another."""

import hashlib
from datetime import datetime
from typing import Annotated

from ulid import ULID

from chalicelib.formats import explained
from chalicelib.languages import N_

ULID_PATTERN = r"[0-7][0-9A-HJKMNP-TV-Z]{25}"
Ulid = Annotated[
    str,
    explained(
        f"^{ULID_PATTERN}$", N_("Must be a ULID: 26 digits and capital letters, such as 01J9Z6K3V8QWERTY0123456789.")
    ),
]


def derived_ulid(subject: str, *, moment: datetime) -> str:
    """Return the ULID of a subject and a moment, always the same one: to be known, not to be secret."""
    milliseconds = int(moment.timestamp() * 1000)
    return str(ULID.from_bytes(milliseconds.to_bytes(6) + hashlib.sha256(subject.encode()).digest()[:10]))


def id_made_once(once: str, *, account_id: str) -> str:
    """Return the id of what an account makes by an intention, always the same one and no other account's.

    `once` comes from outside and looks like the id that it leads to, such as `key_01J9Z6…`. It must not be that id:
    whoever could choose one could choose another account's, and secrets are derived from ids.
    """
    prefix, ulid = once.split("_", 1)
    digest = hashlib.sha256(f"{account_id}#{once}".encode()).digest()
    return f"{prefix}_{ULID.from_bytes(ULID.from_str(ulid).bytes[:6] + digest[:10])}"


def new_id(prefix: str) -> str:
    """Return `<prefix>_<ULID>`, for example `case_01J9Z6…`; 80 of its bits are random."""
    return f"{prefix}_{ULID()}"
