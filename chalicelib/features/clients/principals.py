"""Principals that act on clients beside callers of the API."""

from typing import ClassVar

from chalicelib.base.languages import N_
from chalicelib.identity.principals import Known


class LinkClient(Known):
    """The client, who holds the link of a message. Histories store no id: they are the client's own."""

    kind: ClassVar[str] = "client"
    label: ClassVar[str] = N_("The client")
