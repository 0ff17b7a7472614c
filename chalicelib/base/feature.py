"""The manifest of a feature: what it brings to the platform, by names and import paths.

A manifest imports nothing of its feature. So it costs nothing to read all of them, and a process loads only the parts
of a feature that it runs. The platform finds features here and imports none of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Routes:
    """A module with BLUEPRINTS, which the first request at or below some paths registers."""

    module: str
    below: tuple[str, ...]
    #: Registered with the app. For pages that strangers wait for on their phones.
    at_once: bool = False
    #: Whether OpenAPI describes them.
    described: bool = True


@dataclass(frozen=True, kw_only=True)
class Nav:
    """An entry of the console's menu."""

    #: A msgid.
    label: str
    path: str
    #: The scope that it takes to see it; empty: any of the staff.
    scope: str = ""
    #: Paths that begin with this are part of it, beside its own.
    below: str = ""
    #: A template that says more inside the link.
    extra: str = ""
    #: Entries stand in this order.
    place: int = 50


@dataclass(frozen=True, kw_only=True)
class Section:
    """An entry of the settings' menu, at /console/settings/<code>."""

    code: str
    #: A msgid.
    label: str
    #: Entries stand in this order.
    place: int = 50


@dataclass(frozen=True, kw_only=True)
class CaseTab:
    """A tab of a case's page in the console."""

    code: str
    #: A msgid.
    label: str
    template: str
    #: Returns what the template uses, of a CasePage.
    values: str
    #: Returns the number beside the label, of a CaseCollection.
    count: str = ""
    #: Scripts of the page while the tab is open.
    scripts: tuple[str, ...] = ()
    #: Tabs stand in this order.
    place: int = 50


@dataclass(frozen=True, kw_only=True)
class Feature:
    """What a feature brings. Each import path is `module` or `module:name` below its package."""

    package: str
    routes: tuple[Routes, ...] = ()
    #: Modules that declare classes of rows.
    rows: tuple[str, ...] = ()
    #: By kind of an item of the outbox: its Courier.
    messages: Mapping[str, str] = field(default_factory=dict)
    #: Takes a delivery report; returns False if the message is none of this feature's.
    reports: str = ""
    #: By kind of a row that falls due: the function that handles it.
    due: Mapping[str, str] = field(default_factory=dict)
    #: Types of events that back-ends can be told, by name: each a Kind.
    events: str = ""
    #: Writers of timeline entries by type.
    timeline: str = ""
    nav: tuple[Nav, ...] = ()
    sections: tuple[Section, ...] = ()
    case_tabs: tuple[CaseTab, ...] = ()
    #: What a page of the console says once after something was done: msgids by code.
    notices: Mapping[str, str] = field(default_factory=dict)
    #: By name of a Lambda function in app.py: the function that it forwards to.
    functions: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The folder of the feature; its templates for the console are in `console/templates`."""
        return Path(str(import_module(self.package).__file__)).parent

    def load(self, path: str) -> Any:
        """Return what an import path names; imports the module."""
        module, _, name = path.partition(":")
        loaded = import_module(f"{self.package}.{module}")
        return getattr(loaded, name) if name else loaded


def installed() -> tuple[Feature, ...]:
    """Return the features of this system; each may use those before it."""
    features: tuple[Feature, ...] = import_module("chalicelib.features").FEATURES
    return features


def find_message(kind: str) -> Any | None:
    """Return the Courier of a kind of outbox item; None for an unknown kind."""
    return next((each.load(each.messages[kind]) for each in installed() if kind in each.messages), None)


def find_due(kind: str) -> Any | None:
    """Return the function that handles a kind of due row; None for an unknown kind."""
    return next((each.load(each.due[kind]) for each in installed() if kind in each.due), None)


def find_function(name: str) -> Any:
    """Return the function that a Lambda function forwards to. Raises LookupError."""
    for each in installed():
        if name in each.functions:
            return each.load(each.functions[name])
    raise LookupError(f"no feature has a Lambda function {name!r}")


def report_takers() -> Iterator[Any]:
    """Yield the functions that take delivery reports."""
    yield from (each.load(each.reports) for each in installed() if each.reports)


def event_kinds() -> dict[str, Any]:
    """Return the types of events of all features, by name."""
    return {name: kind for each in installed() if each.events for name, kind in each.load(each.events).items()}


def timeline_writers() -> dict[str, Any]:
    """Return the writers of timeline entries of all features, by type of entry."""
    return {kind: write for each in installed() if each.timeline for kind, write in each.load(each.timeline).items()}


def menu() -> list[Nav]:
    """Return the entries of the console's menu in their order."""
    return sorted((entry for each in installed() for entry in each.nav), key=lambda entry: entry.place)


def settings_menu() -> list[Section]:
    """Return the entries of the settings' menu in their order."""
    return sorted((entry for each in installed() for entry in each.sections), key=lambda entry: entry.place)


def find_notice(code: str) -> str:
    """Return the notice of a code, a msgid; empty for an unknown code."""
    return next((each.notices[code] for each in installed() if code in each.notices), "")


def case_tabs() -> list[tuple[Feature, CaseTab]]:
    """Return the tabs of a case's page in their order, each with its feature."""
    found = [(each, tab) for each in installed() for tab in each.case_tabs]
    return sorted(found, key=lambda pair: pair[1].place)


@cache
def load_rows() -> None:
    """Import every class of rows: a table is shared, and any kind may be met in it. Idempotent."""
    for each in installed():
        for module in each.rows:
            each.load(module)
