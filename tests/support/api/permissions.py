"""Permissions of all operations: each feature states its part beside its tests, in tests/<feature>/permissions.py."""

from collections import ChainMap
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from functools import cache

from tests.support.api.parts import of_features
from tests.support.api.people import People

ANYONE = "anyone"
OWNER = "owner"
#: In place of the scope of pages that each role may open.
EVERYBODY = "everybody"


@dataclass(frozen=True, kw_only=True)
class Permissions:
    """The permissions of a feature's operations, and objects to try them with."""

    #: By operation: ANYONE, OWNER (the token in the path is the permission), or the scope that it needs, after
    #: `console ` for pages (by the session's cookie alone), `area ` for the client area (by its session's cookie alone)
    #: and `signed ` for signed calls. EVERYBODY in place of the scope: all roles.
    who_may: Mapping[str, str]
    #: By scope of the feature: the roles that have it beside administrators.
    scopes: Mapping[str, Set[str]] = field(default_factory=dict)
    #: By name in a path: an id that nobody has.
    unknown: Mapping[str, str] = field(default_factory=dict)
    #: By operation: a body that its object is looked for with; the others take {}.
    bodies: Mapping[str, object] = field(default_factory=dict)
    #: Makes objects of the account, and returns their ids by name.
    owned: Callable[[People], Mapping[str, str]] = lambda _: {}
    #: Returns True if these objects are still there.
    is_kept: Callable[[People, Mapping[str, str]], bool] = lambda *_: True


@cache
def parts() -> Mapping[str, Permissions]:
    """Return the permissions of the platform and of each feature with operations, by name."""
    return of_features("permissions", "PERMISSIONS")


@cache
def who_may() -> Mapping[str, str]:
    """Return the permission of each operation."""
    return dict(ChainMap(*(dict(each.who_may) for each in parts().values())))


@cache
def unknown() -> dict[str, str]:
    """Return ids that nobody has, by their name in paths."""
    return dict(ChainMap(*(dict(each.unknown) for each in parts().values())))


@cache
def scopes_by_role() -> Mapping[str, Set[str]]:
    """Return the scopes of each role."""
    scopes = {scope: {*roles, "admin"} for each in parts().values() for scope, roles in each.scopes.items()}
    by_role = ("agent", "viewer", "staff", "admin")
    return {role: {scope for scope, roles in scopes.items() if role in roles} for role in by_role}


@cache
def bodies() -> Mapping[str, object]:
    """Return the bodies that an object is looked for with, by operation."""
    return dict(ChainMap(*(dict(each.bodies) for each in parts().values())))


def owned(api: People) -> dict[str, str]:
    """Make objects of the account, and return their ids by name."""
    return {name: made for each in parts().values() for name, made in each.owned(api).items()}


def are_kept(api: People, ids: Mapping[str, str]) -> bool:
    """Return True if the objects of `owned` are still there."""
    return all(each.is_kept(api, ids) for each in parts().values())
