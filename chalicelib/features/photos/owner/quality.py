"""Thresholds of poor photos, in quality.json: the page applies them before sending, the benchmark measures them.

- `soft`: above it a photo is blurred. It is the part of its edges that a blur of nine pixels would leave (Crete et al.
  2007, "The blur effect"): sharp photos of cars have 0.2 to 0.4, those out of focus 0.6 to 0.9.
- `night`, of 255: below this mean of brightness a photo is dark, unless a twentieth of its pixels exceeds `lights`.
- `undoubted`: by doubt the built-in categories in which it is never raised. Dashboards at night are dark and readable.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_FILE = Path(__file__).with_name("quality.json")


class Quality(NamedTuple):
    """The thresholds, in the page's own words."""

    soft: float
    night: float
    lights: float


def thresholds() -> Quality:
    return Quality(*(_known()[name] for name in Quality._fields))


def may_be_too_dark(category: str) -> bool:
    """Return True if a photo of this category can be called dark."""
    return category not in _known()["undoubted"]["dark"]


@cache
def _known() -> dict[str, Any]:
    known: dict[str, Any] = json.loads(_FILE.read_text())
    return known
