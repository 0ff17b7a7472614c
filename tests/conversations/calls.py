"""Calls of DynamoDB, counted."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from chalicelib.aws.clients import client


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Count the calls of a block, by name."""
    dynamodb, called = client("dynamodb"), Counter[str]()
    really = dynamodb._make_api_call

    def call(name: str, arguments: Any) -> Any:
        called[name] += 1
        return really(name, arguments)

    with patch.object(dynamodb, "_make_api_call", call):
        yield called
