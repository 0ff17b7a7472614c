"""Texts of a form that was sent after its session had ended.

They are shown again, to be sent once somebody has signed in. The page alone keeps them: nobody knows yet who sent them.
"""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl

from chalicelib.base.errors import DomainError
from chalicelib.http.blueprint import Call

#: Fields of texts that people write; in other fields, words.
_TEXTS = frozenset({"text", "reason", "description"})
_WORDS = re.compile(r"\S\s+\S")
_SECRET = re.compile("password|secret")
#: Bytes and fields of a form that is shown again.
_MOST_BYTES, _MOST_FIELDS = 100_000, 100


class TypedField(NamedTuple):
    """A field of a form; `is_text` if somebody wrote it, so that it is shown."""

    name: str
    value: str
    is_text: bool


def typed_texts(call: Call) -> list[TypedField]:
    """Return the fields of a form with texts; none of a form without any, and of one with something secret."""
    fields = [TypedField(name, value, _is_text(name, value)) for name, value in _fields(call)]
    is_open = not any(_is_secret(each) for each in fields)
    return fields if is_open and any(each.is_text for each in fields) else []


def _fields(call: Call) -> list[tuple[str, str]]:
    try:
        sent = call.sent()
        return parse_qsl(sent.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS) if _fits(sent) else []
    except (DomainError, ValueError):  # not UTF-8, or too many fields
        return []


def _fits(sent: bytes) -> bool:
    return len(sent) <= _MOST_BYTES


def _is_secret(field: TypedField) -> bool:
    """Return True for passwords, and for codes of digits; the code of a reason is none."""
    return _SECRET.search(field.name) is not None or ("code" in field.name and any(map(str.isdigit, field.value)))


def _is_text(name: str, value: str) -> bool:
    return bool(value.strip()) and (name in _TEXTS or _WORDS.search(value) is not None)
