"""The decision of a registration: a table from the facts that match to the next steps.

Number and name are one fact. Why a table: insurers read and sign it, row by row.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple


class Matches(NamedTuple):
    """The facts that are right: the number with the full name, the phone on file, the e-mail on file."""

    holder: bool
    phone: bool
    email: bool


class Course(NamedTuple):
    """The course of a registration. Codes always go to the phone and the e-mail that were given, and to both."""

    #: A question is asked before codes are sent.
    asks: bool
    #: The right answer leads to codes; without it every answer counts as wrong.
    opens: bool
    #: The right answer becomes a task of the desk, of which the page tells nothing.
    desk: bool = False
    #: The contact on file that is told of the new one.
    tells: Literal["sms", "email"] | None = None
    #: Payouts and changes rest for a day.
    restricts: bool = False


_AT_ONCE = Course(asks=False, opens=True)
_NEVER = Course(asks=True, opens=False)
_TABLE: Mapping[Matches, Course] = MappingProxyType(
    {
        Matches(holder=True, phone=True, email=True): _AT_ONCE,
        Matches(holder=True, phone=True, email=False): Course(asks=True, opens=True, tells="email"),
        Matches(holder=True, phone=False, email=True): Course(asks=True, opens=True, tells="sms", restricts=True),
        Matches(holder=True, phone=False, email=False): Course(asks=True, opens=False, desk=True),
    }
)


def course_of(matches: Matches) -> Course:
    """Return the course of a registration. Without the right number and name nothing else counts."""
    return _TABLE.get(matches, _NEVER)
