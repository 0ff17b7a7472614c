"""Errors of a text that should be JSON: the place of a mistake, and fields named twice."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from chalicelib.base.errors import FieldError
from chalicelib.base.formats import pointer
from chalicelib.base.languages import N_
from chalicelib.http.problems import MOST_FINDINGS, Malformed

TWICE = N_("This field is here twice. Name it once.")
_PLACE = re.compile(r"(?P<reason>.*) at line (?P<line>\d+) column (?P<column>\d+)")
_NO_JSON = N_(
    "The body is not JSON in UTF-8, from line {line}, column {column} on. Check quotes, commas and brackets there."
)
#: By a part of the parser's message, the correction where quotes, commas and brackets are right.
_REASONS = (
    ("recursion limit", N_("The body is nested too deeply. Send it as the description of this operation has it.")),
    ("number out of range", N_("A number in the body has too many digits: see line {line}, column {column}.")),
    ("surrogate", N_("A text in the body has half of a character: see line {line}, column {column}.")),
    ("hex escape", N_("A text in the body has half of a character: see line {line}, column {column}.")),
)


class _Twice(dict[str, Any]):
    """An object of JSON that names some of its fields more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twice = [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]


def malformed(said: str) -> Malformed:
    """Return the error of a text that is no JSON, by its parser's message."""
    found = _PLACE.fullmatch(said)
    place = {"line": found["line"], "column": found["column"]} if found else {"line": "1", "column": "1"}
    message = next((message for part, message in _REASONS if part in said), _NO_JSON)
    return Malformed(message, **place)


def named_twice(text: str) -> list[FieldError]:
    """Return the fields that JSON names more than once: their meaning would be a guess (RFC 8259, 4)."""
    met: list[_Twice] = []

    def look(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        fields = dict(pairs)
        if len(fields) == len(pairs):
            return fields
        met.append(_Twice(pairs))
        return met[-1]

    document = json.loads(text, object_pairs_hook=look, parse_int=str, parse_float=str)
    return [FieldError(pointer(*place), TWICE) for place in islice(_places(document), MOST_FINDINGS)] if met else []


def _places(node: Any, way: tuple[int | str, ...] = ()) -> Iterator[tuple[int | str, ...]]:
    if isinstance(node, _Twice):
        yield from ((*way, name) for name in node.twice)
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, value in inside:
        yield from _places(value, (*way, name))
