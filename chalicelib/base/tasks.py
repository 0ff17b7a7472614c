"""The door for tasks: things that a feature found, and that a person has to decide or do.

The feature that brings `tasks` keeps them with a number, a desk and a term. Without one, the finder tells staff itself.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Task(NamedTuple):
    """A task of an account. `id` is a ULID: the same one again is the same task."""

    id: str
    account_id: str
    #: The code of its subject, which is a topic of tasks: `payment`, `registration`, `document`.
    topic: str
    #: Msgids of its text.
    paragraphs: tuple[str, ...]
    #: The console's page to act on.
    page: str
    #: The values of the places in the msgids.
    params: Mapping[str, str] = MappingProxyType({})
    client_id: str | None = None
    policy_id: str | None = None
