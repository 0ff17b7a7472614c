"""The Lambda function of this process and its imports: HTTP's routes, or the target of any other function.

Every function has the same package and imports app.py. A process that is no function that we know, such as a test or
the packager, loads everything.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from chalicelib.base.installed import find_due, find_function, find_message, installed, report_takers
from chalicelib.base.settings import function_name

if TYPE_CHECKING:
    from chalicelib.http.app import App

#: The function that answers HTTP; chalice gives it its name.
HTTP = "api_handler"


def workers() -> frozenset[str]:
    """Return the names of all functions but HTTP's."""
    return frozenset(name for each in installed() for name in each.functions)


def is_http() -> bool:
    """Return True if this process answers HTTP and nothing else."""
    return function_name() == HTTP


def may_answer_http() -> bool:
    """Return True if this process answers HTTP, perhaps beside other things."""
    return function_name() not in workers()


def make_http_app(name: str) -> "App":
    """Return the app with the routes of all features. Workers do without it and its imports."""
    app: Any = import_module("chalicelib.http.app").App(name)
    for each in installed():
        app.mount(each)
    if not is_http():
        app.load_all()
    return cast("App", app)


def preload() -> None:
    """Import the targets of this process. Why: Lambda's start has a whole core, a first event has a share of one."""
    mine = {function_name()} & workers() or (frozenset() if is_http() else workers())
    for name in sorted(mine):
        find_function(name)
    if "dispatch_outbox" in mine:
        for kind in (kind for each in installed() for kind in each.messages):
            find_message(kind)
    if "do_due" in mine:
        for kind in (kind for each in installed() for kind in each.due):
            find_due(kind)
    if "track_delivery" in mine:
        list(report_takers())


def forward(name: str, event: Any, context: Any = None) -> Any:
    """Call the target of a Lambda function, and return its answer."""
    return find_function(name)(event, context)
