"""JSON Schemas as tables for people: a row a field, with its type and limits in words."""

from collections.abc import Iterator, Mapping
from typing import Any, TypedDict

from chalicelib.docs.examples import Schema, resolved

_FORMATS = {"date-time": "time (RFC 3339)", "date": "date", "email": "e-mail address", "uri": "URL"}
_LIMITS = (
    ("minLength", "at least {} characters"),
    ("maxLength", "at most {} characters"),
    ("minimum", "{} or more"),
    ("maximum", "{} or less"),
    ("exclusiveMinimum", "more than {}"),
    ("minItems", "at least {} entries"),
    ("maxItems", "at most {} entries"),
    ("pattern", "matches {}"),
    ("default", "without it: {}"),
)


# TypedDicts here and in view.py: every function imports them, and dataclasses are slow to make.
class Part(TypedDict):
    """A piece of a type's name; `link` is the name of a type that is described elsewhere, or nothing."""

    text: str
    link: str


class Row(TypedDict):
    """A field. `name` is its path: `case.owner.phone`, and `categories[].code` in a list."""

    name: str
    type: tuple[Part, ...]
    required: bool
    limits: tuple[str, ...]
    about: str


def rows(
    schema: Schema,
    definitions: Mapping[str, Schema],
    *,
    within: str = "",
    seen: frozenset[str] = frozenset(),
    deep: bool = True,
) -> Iterator[Row]:
    """Yield a row for each field of an object. `deep`: also for the objects in it; else these are linked."""
    schema = resolved(schema, definitions)
    for field, of in schema.get("properties", {}).items():
        name = f"{within}{field}"
        full = resolved(of, definitions)
        yield Row(
            name=name,
            type=tuple(_type(of, definitions, linked=not deep)),
            required=field in schema.get("required", ()),
            limits=tuple(dict.fromkeys(_limits(full, definitions))),
            about=of.get("description", ""),
        )
        if deep:
            yield from _inside(of, definitions, within=name, seen=seen)


def _inside(of: Schema, definitions: Mapping[str, Schema], *, within: str, seen: frozenset[str]) -> Iterator[Row]:
    """Yield the rows of the objects that a field is or holds."""
    named = of.get("$ref", "")
    if named in seen and named:
        return
    seen = seen | {named}
    full = resolved(of, definitions)
    if "properties" in full:
        yield from rows(full, definitions, within=f"{within}.", seen=seen)
    for each in _alternatives(full):
        yield from _inside(each, definitions, within=within, seen=seen)
    if full.get("type") == "array" and isinstance(full.get("items"), Mapping):
        yield from _inside(full["items"], definitions, within=f"{within}[]", seen=seen)
    further = full.get("additionalProperties")
    if isinstance(further, Mapping):
        yield from _inside(further, definitions, within=f"{within}.*", seen=seen)


def _alternatives(schema: Schema) -> list[Schema]:
    return [each for key in ("anyOf", "oneOf", "allOf") for each in schema.get(key, ())]


def _type(schema: Schema, definitions: Mapping[str, Schema], *, linked: bool) -> Iterator[Part]:
    """Yield the words of a type: `list of text`, `text or null`, the values of an enumeration."""
    name = schema.get("$ref", "").rpartition("/")[2]
    full = resolved(schema, definitions)
    if name and linked and "properties" in full:
        yield Part(text=name, link=name)
        return
    alternatives = _alternatives(full)
    if alternatives and "properties" not in full:
        for place, each in enumerate(alternatives):
            yield from [Part(text=" or ", link="")] if place else []
            yield from _type(each, definitions, linked=linked)
    elif full.get("type") == "array":
        yield Part(text="list of ", link="")
        yield from _type(full.get("items", {}), definitions, linked=linked)
    elif isinstance(full.get("additionalProperties"), Mapping) and "properties" not in full:
        yield Part(text="object of ", link="")
        yield from _type(full["additionalProperties"], definitions, linked=linked)
    else:
        yield Part(text=_plain(full), link="")


def _plain(schema: Schema) -> str:
    if "const" in schema:
        return f"“{schema['const']}”"
    if "enum" in schema:
        return ", ".join(f"“{value}”" for value in schema["enum"])
    kinds: Any = schema.get("type", "anything")
    words = {"string": "text", "integer": "whole number", "boolean": "true or false"}
    named = [words.get(kind, str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])]
    return _FORMATS.get(schema.get("format", ""), " or ".join(named))


def _limits(schema: Schema, definitions: Mapping[str, Schema]) -> Iterator[str]:
    for key, words in _LIMITS:
        if (key, schema.get(key)) == ("minLength", 1):
            yield "not empty"
        elif schema.get(key) not in (None, "", [], {}):
            yield words.format(_value(schema[key]))
    if schema.get("uniqueItems"):
        yield "no entry twice"
    for each in _alternatives(schema):
        yield from _limits(resolved(each, definitions), definitions)
    if isinstance(schema.get("items"), Mapping):
        yield from (f"each {limit}" for limit in _limits(resolved(schema["items"], definitions), definitions))


def _value(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
