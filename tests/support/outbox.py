"""The outbox's items, for tests."""

from typing import Any

import boto3

from chalicelib.outbox.model import OutboxItem
from chalicelib.outbox.table import OutboxRow, from_image
from tests.support.lambda_events import raw_items


def items(*, topic: str | None = None) -> list[OutboxItem]:
    """Return all items ever put into the outbox, oldest first."""
    found = [from_image(raw) for raw in raw_items("outbox")]
    return sorted((item for item in found if topic in (None, item.topic)), key=lambda item: item.id[-26:])


def messages() -> list[OutboxItem]:
    return items(topic="message")


def events(type: str | None = None) -> list[dict[str, Any]]:  # noqa: A002 - the field's name
    """Return the events for back-ends: type, timestamp and data of each."""
    return [item.data for item in items(topic="event") if type in (None, item.data["type"])]


def item(item_id: str) -> OutboxItem:
    """Return one item as it now is."""
    return next(each for each in items() if each.id == item_id)


def due_at(item_id: str) -> str | None:
    """Return the moment at which the sweep will find an item; None if it won't."""
    raw = next(raw for raw in raw_items("outbox") if raw["pk"]["S"].endswith(item_id))
    row = OutboxRow.read(raw)
    return row.due_at


def table() -> Any:
    """Return the outbox's table."""
    return boto3.resource("dynamodb").Table("outbox")


def change(item_id: str, **attributes: Any) -> None:
    """Change attributes of an item's row."""
    (raw,) = [each for each in table().scan()["Items"] if each["pk"].endswith(item_id)]
    table().put_item(Item={**raw, **attributes})
