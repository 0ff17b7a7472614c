"""The manifest of a feature: its contributions to the platform, by names and import paths.

A manifest imports nothing of its feature. So it costs nothing to read all of them, and a process loads only the parts
of a feature that it runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    #: True if OpenAPI describes them.
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
    """The contributions of a feature. Each import path is `module` or `module:name` below its package."""

    package: str
    routes: tuple[Routes, ...] = ()
    #: Modules that declare classes of rows.
    rows: tuple[str, ...] = ()
    #: By kind of an item of the outbox: its Courier.
    messages: Mapping[str, str] = field(default_factory=dict)
    #: The function for delivery reports; it returns False if the message is none of this feature's.
    reports: str = ""
    #: By kind of a row that falls due: the function that handles it.
    due: Mapping[str, str] = field(default_factory=dict)
    #: Types of events that back-ends can be told, by name: each an EventKind.
    events: str = ""
    #: Writers of timeline entries by type.
    timeline: str = ""
    #: Types of principals that act in this feature, by kind (identity/principals.py).
    principals: Mapping[str, str] = field(default_factory=dict)
    nav: tuple[Nav, ...] = ()
    sections: tuple[Section, ...] = ()
    case_tabs: tuple[CaseTab, ...] = ()
    #: Notices that a page of the console shows once after an action: msgids by code.
    notices: Mapping[str, str] = field(default_factory=dict)
    #: By name of a Lambda function in app.py: the function that it forwards to.
    functions: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The folder of the feature; its templates for the console are in `console/templates`."""
        return Path(str(import_module(self.package).__file__)).parent

    def load(self, path: str) -> Any:
        """Return the module or the object of an import path; imports the module."""
        module, _, name = path.partition(":")
        loaded = import_module(f"{self.package}.{module}")
        return getattr(loaded, name) if name else loaded
