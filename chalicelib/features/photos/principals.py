"""Principals that act on photos beside callers of the API."""

from typing import ClassVar

from chalicelib.base.languages import N_
from chalicelib.identity.principals import Known


class LinkOwner(Known):
    """The vehicle owner, who holds the link of a photo request. Timelines tell which request; they store no id."""

    kind: ClassVar[str] = "owner"
    label: ClassVar[str] = N_("Vehicle owner")
    label_with_goods: ClassVar[str] = N_("Recipient of the link")
