"""Reading of the rows of counts (figures.py)."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from chalicelib.features.photos.figures import Counts, Group
from chalicelib.features.photos.rates import Tally, merged
from chalicelib.features.photos.table.figures import NO_DEVICE, FiguresRow, figures_key


def read_figures(account_id: str, *, first: date, last: date) -> Mapping[Group, Tally]:
    """Query: the counts of all groups of the weeks from `first` to `last` (Mondays)."""
    within = FiguresRow.sk.between(first.isoformat(), f"{last.isoformat()}#\U0010ffff")
    found: dict[Group, list[Counts]] = {}
    for row in FiguresRow.query(figures_key(account_id), within):
        found.setdefault(_group(row.sk), []).append(row.counts)
    return {group: merged(counts) for group, counts in found.items()}


def _group(sort_key: str) -> Group:
    week, channel, language, device, _ = cast("list[Any]", sort_key.split("#"))
    return Group(date.fromisoformat(week), channel, language, None if device == NO_DEVICE else device)
