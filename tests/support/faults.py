"""Faults between us and AWS: every call is seen, and any can fail or be the last one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError

from tests.support.moto_states import copies
from tests.support.world import forget_answers

Moment = Literal["before", "after"]
#: A hook between our code and AWS: (operation, parameters, do the call) -> answer.
Between = Callable[[str, dict[str, Any], Callable[[], Any]], Any]


class Crash(BaseException):
    """The process died; nothing in it can catch that."""


@contextmanager
def between(interpose: Between) -> Iterator[None]:
    """Put something between our code and AWS."""
    kind: Any = BaseClient
    make = kind._make_api_call

    def call(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
        return interpose(operation, parameters, lambda: make(client, operation, parameters))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kind, "_make_api_call", call)
        yield


def once(operation: str, do: Callable[[], object]) -> Between:
    """Return a hook that calls a function once, before the first call of an operation."""
    left = [do]

    def interpose(called: str, _: dict[str, Any], call: Callable[[], Any]) -> Any:
        if called == operation and left:
            left.pop()()
        return call()

    return interpose


@contextmanager
def counted() -> Iterator[list[str]]:
    """Record the operations that are called, in their order; each is one round trip."""
    operations: list[str] = []

    def count(operation: str, _: dict[str, Any], call: Callable[[], Any]) -> Any:
        operations.append(operation)
        return call()

    with between(count):
        yield operations


def crashes(point: int, moment: Moment, use_case: Callable[[], object]) -> bool:
    """Run a use case in a process that dies before or after its call number `point`.

    Returns False if it ends before that.
    """
    seen = 0

    def die(_operation: str, _parameters: dict[str, Any], call: Callable[[], Any]) -> Any:
        nonlocal seen
        seen += 1
        if seen == point and moment == "before":
            raise Crash
        answer = call()
        if seen == point:
            raise Crash
        return answer

    with between(die):
        try:
            use_case()
        except Crash:
            return True
    return False


def every_crash(arrange: Callable[[], Any], use_case: Callable[[Any], object]) -> Iterator[Any]:
    """Crash at each point of the use case in turn, each time in the same scene. Yields it as the crash has left it.

    The scene is arranged once, and its changes are undone before the next crash. Only counters of the test itself, or a
    clock that it moves, go on.
    """
    point, scenes = 0, copies(arrange)
    while True:
        point += 1
        for moment in ("before", "after"):
            scene = scenes()
            forget_answers()  # a process that begins again has no caches: each makes the same calls
            if not crashes(point, moment, lambda scene=scene: use_case(scene)):  # type: ignore[misc]
                assert point > 1, "the use case called nothing"
                return
            yield scene


def refusal(operation: str, code: str, *, status: int = 400) -> ClientError:
    """Return botocore's error for a refused call."""
    answer: Any = {"Error": {"Code": code, "Message": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, operation)


def cancelled(*codes: str) -> ClientError:
    """Return botocore's error for a cancelled transaction, with the reason of each of its writes."""
    answer: Any = {
        "Error": {"Code": "TransactionCanceledException", "Message": "cancelled"},
        "ResponseMetadata": {"HTTPStatusCode": 400},
        "CancellationReasons": [{"Code": code, "Message": code} for code in codes],
    }
    return ClientError(answer, "TransactWriteItems")


@contextmanager
def refusing(operation: str, errors: Iterator[BaseException]) -> Iterator[list[str]]:
    """Refuse calls of an operation with these errors, one each, until there are no more; yield the refused calls."""
    refused: list[str] = []

    def refuse(called: str, _: dict[str, Any], call: Callable[[], Any]) -> Any:
        if called == operation and (error := next(errors, None)) is not None:
            refused.append(called)
            raise error
        return call()

    with between(refuse):
        yield refused
