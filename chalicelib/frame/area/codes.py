"""The door for codes that confirm an action in the client area; the feature of the area's people brings them."""

from collections.abc import Callable
from typing import NamedTuple

from chalicelib.identity.area.model import AreaCaller


class AreaCodes(NamedTuple):
    """Codes to the phone of a person, or to the e-mail without a phone, for a payment of a subject."""

    #: Send a code for a subject, unless a live one was sent; with `again` another one. Returns the masked address.
    #: Raises QuotaExceeded.
    send: Callable[[AreaCaller, str, bool], str]
    #: Use up the code of a subject that was typed. Raises Invalid at `/code`, Gone.
    confirm: Callable[[AreaCaller, str, str], None]
