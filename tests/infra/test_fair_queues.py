"""The order in which the emulator reads queues: as SQS's fair queues, by each group's messages in flight."""

from types import SimpleNamespace
from typing import Any

import pytest

from infra.local.fair_queues import be_fair, in_turn
from infra.local.lean_workers import bound_workers

NOW = 1000.0


def message(group: str | None, number: int = 0, *, received: int = 0, visible_at: float = NOW) -> dict[str, Any]:
    return {"group_id": group, "id": f"{group}{number}", "receive_count": received, "visible_at": visible_at}


def in_flight(group: str) -> dict[str, Any]:
    return message(group, 99, received=1, visible_at=NOW + 30)


@pytest.mark.parametrize(
    ("waiting", "order"),
    [
        (["a0", "a1", "a2", "b0"], ["a0", "b0", "a1", "a2"]),
        (["a0", "a1", "b0", "b1"], ["a0", "b0", "a1", "b1"]),
        (["a0", "a1"], ["a0", "a1"]),
    ],
)
def test_groups_are_read_in_turn(waiting: list[str], order: list[str]) -> None:
    messages = [message(each[0], int(each[1])) for each in waiting]

    assert [each["id"] for each in in_turn(messages, NOW)] == order


def test_what_is_in_flight_of_a_group_puts_it_behind() -> None:
    messages = [*(in_flight("a") for _ in range(3)), message("a"), *(message("b", number) for number in range(3))]

    ids = [each["id"] for each in in_turn(messages, NOW) if each["visible_at"] <= NOW]

    assert ids == ["b0", "b1", "b2", "a0"]


def test_what_is_held_back_counts_for_nothing_and_comes_when_it_is_due() -> None:
    later = [message("a", number, visible_at=NOW + 5) for number in range(3)]

    assert [each["id"] for each in in_turn([*later, message("a", 9), message("b")], NOW)][-2:] == ["a9", "b0"]
    assert [each["id"] for each in in_turn([*later, message("b")], NOW + 5)] == ["a0", "b0", "a1", "a2"]


def test_messages_of_no_group_are_each_by_themselves() -> None:
    messages = [message("a", 0), message("a", 1), *(message(None, number) for number in range(3))]

    assert [each["id"] for each in in_turn(messages, NOW)] == ["a0", "None0", "None1", "None2", "a1"]


def test_what_the_emulator_has_not_filled_in_yet_is_new() -> None:
    assert [each["body"] for each in in_turn([{"body": "x"}, {"body": "y"}], NOW)] == ["x", "y"]


def test_a_queue_is_left_as_it_is_and_one_that_is_first_in_first_out_is_read_so() -> None:
    read: list[list[str]] = []
    service = SimpleNamespace(
        _collect_msgs=lambda queue, _most, _hidden: read.append([each["id"] for each in queue["messages"]])
    )
    be_fair(service)
    messages = [message("a", 0), message("a", 1), message("b", 0)]
    for is_fifo in (False, True):
        queue = {"is_fifo": is_fifo, "messages": messages}
        service._collect_msgs(queue, 10, 30)
        assert queue["messages"] is messages

    assert [each["id"] for each in messages] == ["a0", "a1", "b0"]
    assert read == [["a0", "b0", "a1"], ["a0", "a1", "b0"]]


def test_no_more_is_taken_of_a_queue_than_can_run_at_once() -> None:
    """Messages that the emulator has received wait outside of the turns among tenants."""
    service = SimpleNamespace(
        _execute_function_warm=lambda _function, event, _request_id: event,
        _sqs_esm_concurrency=lambda mapping, *_: mapping["limit"],
    )
    bound_workers(service, most=16)

    assert [service._sqs_esm_concurrency({"limit": limit}, {}, {}, {}) for limit in (2, 100)] == [2, 16]
    assert service._execute_function_warm({"FunctionName": "f"}, {"some": "event"}, "id") == {"some": "event"}
