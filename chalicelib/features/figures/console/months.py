"""Months of figures, as they are typed and shown."""

import re

from chalicelib.base.errors import FieldError, Findings, Invalid
from chalicelib.base.languages import N_

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
#: The fields of the form by pointer.
MONTH_PLACES = {"?from": "from", "?to": "to"}


def months_typed(since: str, until: str) -> tuple[str | None, str | None]:
    """Return the first and the last month; None of an empty one. Raises Invalid with both errors."""
    found = Findings()
    first = found.attempt(lambda: _month(since, at="?from"), otherwise=None)
    last = found.attempt(lambda: _month(until, at="?to"), otherwise=None)
    found.demand_none()
    return first, last


def month_label(month: str) -> str:
    """Return a month as pages show it: `12.2026`."""
    return f"{month[5:]}.{month[:4]}"


def _month(typed: str, *, at: str) -> str | None:
    if not typed.strip():
        return None
    if not _MONTH.fullmatch(typed.strip()):
        raise Invalid([FieldError(at, N_("Must be a month such as 2026-12."))])
    return typed.strip()
