"""Fair queues, as SQS has them: a tenant with a backlog keeps the messages of no other tenant waiting.

SQS counts the messages in flight of each group (MessageGroupId) of a standard queue. It returns messages of the groups
with the fewest first. The emulator keeps the group of a message, and returns the oldest one, whosever it is (ministack
1.5.33, services/sqs.py: `_collect_msgs`, 1305).

Runs in the emulator's environment: nothing of this project can be imported here; `service` is ministack's sqs.
"""

import time
from collections import Counter
from collections.abc import Iterable
from typing import Any


def be_fair(service: Any) -> None:
    """Serve the messages of the quietest groups first to each receiver of a standard queue."""
    collect = service._collect_msgs

    def collect_fairly(queue: dict[str, Any], most: int, hidden_for: int) -> Any:
        if queue["is_fifo"]:
            return collect(queue, most, hidden_for)
        return collect({**queue, "messages": in_turn(queue["messages"], time.time())}, most, hidden_for)

    service._collect_msgs = collect_fairly


def in_turn(messages: Iterable[dict[str, Any]], moment: float) -> list[dict[str, Any]]:
    """Return messages in turn among their groups, oldest first. A group comes later the more of it is in flight.

    A message without a group is one by itself, as in SQS.
    """
    listed = list(messages)
    held = Counter(each["group_id"] for each in listed if each.get("group_id") and _is_in_flight(each, moment))
    turns: list[int] = []
    for each in listed:
        group = each.get("group_id")
        turns.append(held[group] if group else 0)
        if group and each.get("visible_at", 0) <= moment:
            held[group] += 1
    return [each for _, each in sorted(zip(turns, listed, strict=True), key=lambda one: one[0])]


def _is_in_flight(message: dict[str, Any], moment: float) -> bool:
    return bool(message.get("receive_count", 0) > 0 and message.get("visible_at", 0) > moment)
