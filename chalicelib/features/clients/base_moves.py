"""Moves of whole bases: all clients of an agent, one after the other."""

from pydantic import AwareDatetime

from chalicelib.base.models import Frozen


class BaseMove(Frozen):
    """The move of a base to another one: its author, its reason, and its progress."""

    account_id: str
    former: str
    present: str
    actor: str
    reason: str
    at: AwareDatetime
    #: The number of clients at the beginning, of those moved, and of those that stay since the new base has the person.
    clients: int
    moved: int = 0
    kept: int = 0
    #: The place in the list by name from which it goes on.
    position: str | None = None
    finished_at: AwareDatetime | None = None
