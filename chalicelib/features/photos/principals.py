"""Principals that act on photos beside callers of the API."""

from dataclasses import dataclass
from typing import ClassVar

from chalicelib.base.languages import N_


@dataclass(frozen=True)
class LinkOwner:
    """The vehicle owner, who holds the link of a photo request. Timelines tell which request; they store no id."""

    kind: ClassVar[str] = "owner"
    label: ClassVar[str] = N_("Vehicle owner")
    id: str = ""
