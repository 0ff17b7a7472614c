"""Prefixed ULIDs: sortable by the time of their making, safe to show, never guessable from one another."""

import hashlib
import re
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.formats import explained
from chalicelib.base.languages import N_

if TYPE_CHECKING:
    from ulid import ULID

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
    return str(_ulids().from_bytes(milliseconds.to_bytes(6) + hashlib.sha256(subject.encode()).digest()[:10]))


def is_intention(once: str, *, prefix: str) -> bool:
    """Return True if a text from outside looks like an id of this prefix, such as `key_01J9Z6…`."""
    return re.fullmatch(f"{prefix}_{ULID_PATTERN}", once) is not None


def id_made_once(once: str, *, prefix: str, account_id: str) -> str:
    """Return the id of an object that an account creates by an intention: constant, and no other account's.

    `once` comes from outside and looks like the id that it leads to, such as `key_01J9Z6…`; Invalid otherwise. It must
    not be that id. Why: a caller who could choose one could choose another account's, and secrets are derived from ids.
    """
    if not is_intention(once, prefix=prefix):
        raise Invalid([FieldError("/once", N_("Open the form again, and send it from there."))])
    ulid = once.removeprefix(f"{prefix}_")
    digest = hashlib.sha256(f"{account_id}#{once}".encode()).digest()
    return f"{prefix}_{_ulids().from_bytes(_ulids().from_str(ulid).bytes[:6] + digest[:10])}"


def ulid_of_text(once: str, written: str) -> str:
    """Return the ULID of a text that was typed into a form, `once`: of another text it is another one.

    Why: after a lost answer the same form may send a text that was changed since. It must not count as sent.
    A text that is no ULID is returned as it is.
    """
    if not re.fullmatch(ULID_PATTERN, once):
        return once
    digest = hashlib.sha256(f"{once}#{written.strip()}".encode(errors="replace")).digest()
    return str(_ulids().from_bytes(_ulids().from_str(once).bytes[:6] + digest[:10]))


def new_id(prefix: str) -> str:
    """Return `<prefix>_<ULID>`, for example `case_01J9Z6…`; 80 of its bits are random."""
    return f"{prefix}_{new_ulid()}"


def new_ulid() -> str:
    """Return a ULID without a prefix."""
    return str(_ulids()())


def ulid_of(moment: datetime) -> str:
    """Return a ULID of a moment; only its first ten characters tell the time, to the millisecond."""
    return str(_ulids().from_datetime(moment))


def _ulids() -> "type[ULID]":
    from ulid import ULID  # noqa: PLC0415 - it reads its own package's metadata, 15 ms that not every request needs

    return ULID
