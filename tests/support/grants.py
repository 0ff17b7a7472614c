"""A plugin: a Lambda function that uses a table without a grant for it fails the test.

In AWS, and in the emulator, its call would be refused.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, wraps
from threading import current_thread, get_ident, main_thread
from typing import Any

import pytest
from botocore.client import BaseClient

from chalicelib import functions
from chalicelib.base.installed import find_function
from chalicelib.base.recent import clear_recent
from infra.system import FUNCTIONS, TABLES
from infra.system.grants import grants_of

#: The functions whose handlers run now in any thread, by that thread, the last one innermost.
_running: defaultdict[int, list[str]] = defaultdict(list)
#: Actions that functions used without a grant since the test began.
_refused: list[str] = []
#: Operations that take more than one item, by the names of their parts.
_PARTS: Mapping[str, str] = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
    "Get": "GetItem",
}


def pytest_configure() -> None:
    """Watch the handlers of functions, and their calls."""
    patch = pytest.MonkeyPatch()
    patch.setattr(functions, "find_function", _watched(find_function))
    patch.setattr(BaseClient, "_make_api_call", _checked(BaseClient._make_api_call))  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _grants() -> Iterator[None]:
    _refused.clear()
    yield
    assert sorted(set(_refused)) == []


@contextmanager
def elsewhere() -> Iterator[None]:
    """Run the block as another function, between two steps of the one that runs now."""
    _running[get_ident()].append("")
    yield
    _running[get_ident()].pop()


def needed(operation: str, call: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the actions that a call of DynamoDB needs, each with its table or `table/index`."""
    if "TransactItems" in call:
        for item in call["TransactItems"]:
            for part, wanted in item.items():
                yield _PARTS[part], wanted["TableName"]
    elif "RequestItems" in call:
        yield from ((operation, table) for table in call["RequestItems"])
    elif "TableName" in call:
        index = call.get("IndexName")
        yield operation, f"{call['TableName']}/{index}" if index else call["TableName"]


@cache
def granted(function: str) -> frozenset[tuple[str, str]]:
    """Return the actions on tables and indexes that a function may do, by its policy.

    Without the queue of due work, as in these tests, the sweep does that work itself.
    """
    names = {function, "do_due"} if function == "sweep_overdue" else {function}
    return frozenset(
        (action.removeprefix("dynamodb:"), place)
        for found in FUNCTIONS
        if found.name in names
        for grant in grants_of(found)
        if grant.effect == "Allow"
        for action in grant.actions
        for resource in grant.resources
        for place in _places(resource)
    )


def _places(resource: Any) -> Iterator[str]:
    for table in TABLES:
        if resource == table.arn:
            yield table.name
        yield from (
            f"{table.name}/{index.name}"
            for index in table.indexes
            if resource in (table.index(index.name), table.index("*"))
        )


def _function() -> str:
    """Return the function that this thread runs for, empty for none.

    A thread that a handler started runs for it; whose it is can't be told while two handlers run at once.
    """
    own = _running.get(get_ident())
    if own or current_thread() is main_thread():
        return own[-1] if own else ""
    innermost = {each[-1] for each in list(_running.values()) if each}
    return innermost.pop() if len(innermost) == 1 else ""


def _watched(find: Callable[[str], Callable[..., Any]]) -> Callable[[str], Callable[..., Any]]:
    @wraps(find)
    def found(name: str) -> Callable[..., Any]:
        handler = find(name)

        def run(*arguments: Any) -> Any:
            clear_recent()  # as in a new process, which has read no settings yet
            own = _running[get_ident()]
            own.append(name)
            try:
                return handler(*arguments)
            finally:
                own.pop()

        return run

    return found


def _checked(send: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(send)
    def checked(client: Any, operation: str, call: Mapping[str, Any]) -> Any:
        function = _function()
        if function and client.meta.service_model.service_name == "dynamodb":
            may = granted(function)
            _refused.extend(f"{function}: {' '.join(each)}" for each in needed(operation, call) if each not in may)
        return send(client, operation, call)

    return checked
