"""The door for codes that confirm an action in the client area; the feature of the area's people brings them."""

from collections.abc import Callable
from typing import NamedTuple

from chalicelib.base.errors import Forbidden
from chalicelib.base.installed import find_area_codes
from chalicelib.identity.area.model import AreaCaller


class AreaCodes(NamedTuple):
    """Codes to the phone of a person, or to the e-mail without a phone, for an action on a subject.

    The kind of the subject, its text before the first `#`, decides the words of the message.
    """

    #: Send a code for a subject, unless a live one was sent; with `again` another one. Returns the masked address.
    #: Raises QuotaExceeded.
    send: Callable[[AreaCaller, str, bool], str]
    #: Use up the code of a subject that was typed. Raises Invalid at `/code`, Gone.
    confirm: Callable[[AreaCaller, str, str], None]


class ConfirmationNeeded(Forbidden):
    """The action waits for a code, which was sent."""

    def __init__(self, message: str, to: str) -> None:
        super().__init__(message, extra={"reason": "code-needed", "to": to}, to=to)


def demand_code(caller: AreaCaller, subject: str, typed: str, *, again: bool, message: str) -> None:
    """Use up the code of a subject. Without one, send it.

    `message`: names the action to confirm, with a place `{to}`. Raises ConfirmationNeeded after sending, Invalid at
    `/code`, Gone, QuotaExceeded.
    """
    codes: AreaCodes = find_area_codes()
    if not typed or again:
        raise ConfirmationNeeded(message, codes.send(caller, subject, again))
    codes.confirm(caller, subject, typed)
