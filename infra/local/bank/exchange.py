"""Calls of the training bank and its answers; repetition of a call by its key of idempotency."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from infra.local.bank.book import Book, Kept, Refused, Shop


class Call(NamedTuple):
    """A call of the bank; names of headers in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


class Answer(NamedTuple):
    """The bank's answer: an object as JSON, or a text of another type."""

    status: int
    body: Any
    headers: Mapping[str, str] = {}

    @property
    def content(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body, ensure_ascii=False).encode()


def once(
    book: Book, shop: Shop, call: Call, *, key: str, make: Callable[[], dict[str, Any]], failure: dict[str, Any]
) -> tuple[Kept, bool]:
    """Carry out a call, or return the first answer for its key, with True. Raises Refused for another call by it."""
    said = f"{call.path} {call.body.decode()}"
    name = f"{shop.id} {key}"
    known = book.content.kept.get(name) if key else None
    if known is not None:
        if known.call != said:
            raise Refused("idempotency_error", about="key")
        return known, True
    made = make()
    fails = shop.switches.fails_after_creation
    kept = Kept(call=said, status=500, body=failure) if fails else Kept(call=said, status=200, body=made)
    if key:
        book.content.kept[name] = kept
        book.save()
    return kept, False
