"""The manifests together: each code, kind and name is one feature's own. A look-up would take the first in silence."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from chalicelib.base.feature import Feature, GrantableScope
from chalicelib.base.installed import installed

#: Doors whose contributions are looked up by a name.
BY_NAME = ("messages", "staff_notices", "due", "principals", "settings", "notices", "warnings", "reindex", "functions")
#: Doors whose contributions have a code or a name of their own.
CODED = {
    "scopes": "name",
    "nav": "path",
    "sections": "code",
    "case_tabs": "code",
    "client_tabs": "code",
    "policy_tabs": "code",
    "policy_actions": "path",
}
#: Doors that name an object with contributions by name.
LOADED = ("events", "timeline")


def repeated(features: Iterable[Feature]) -> list[str]:
    """Return the names that are brought twice, each after its door."""
    brought = Counter(f"{door} {name}" for feature in features for door, name in _names(feature))
    return sorted(name for name, times in brought.items() if times > 1)


def _names(feature: Feature) -> Iterable[tuple[str, str]]:
    for door in BY_NAME:
        yield from ((door, name) for name in getattr(feature, door))
    for door, attribute in CODED.items():
        yield from ((door, getattr(each, attribute)) for each in getattr(feature, door))
    for door in LOADED:
        there: Mapping[str, object] = feature.load(path) if (path := getattr(feature, door)) else {}
        yield from ((door, name) for name in there)


def test_nothing_is_brought_by_two_features() -> None:
    assert repeated(installed()) == []


@pytest.mark.parametrize("door", [*BY_NAME, "scopes"])
def test_what_two_features_bring_is_found(door: str) -> None:
    brought: Any = (GrantableScope(name="same", label="Same"),) if door == "scopes" else {"same": "module:name"}
    features = [Feature(package=package, **{door: brought}) for package in ("one", "two")]

    assert repeated(features) == [f"{door} same"]
