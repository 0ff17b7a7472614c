"""Wrong input of all operations: each feature states its part beside its tests, in tests/<feature>/wrong_input.py."""

from collections import ChainMap
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from tests.support.api.parts import of_features


class Wrong(NamedTuple):
    """A body that its types refuse in one place and its use case in another; and these places.

    Where a body has no rule beyond its types, these refuse two fields.
    """

    body: Mapping[str, Any]
    pointers: Set[str]
    status: int = 422


@dataclass(frozen=True, kw_only=True)
class WrongInput:
    """A feature's wrong bodies and queries, by operation."""

    bodies: Mapping[str, Wrong] = field(default_factory=dict)
    #: Parameters that its types and its use case refuse, each by a `?name` of its own.
    queries: Mapping[str, tuple[str, Set[str]]] = field(default_factory=dict)
    #: Operations that refuse nothing of a body or a query, or whose body has no type of ours.
    never_refused: Set[str] = frozenset()


@cache
def bodies() -> Mapping[str, Wrong]:
    """Return a wrong body of each operation that has one."""
    return ChainMap(*(dict(each.bodies) for each in _parts()))


@cache
def queries() -> Mapping[str, tuple[str, Set[str]]]:
    """Return a wrong query of each operation that has one."""
    return ChainMap(*(dict(each.queries) for each in _parts()))


@cache
def never_refused() -> Set[str]:
    """Return the operations that refuse nothing."""
    return frozenset().union(*(each.never_refused for each in _parts()))


def _parts() -> list[WrongInput]:
    return list(of_features("wrong_input", "WRONG").values())
