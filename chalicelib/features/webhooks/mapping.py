"""The mapping of an insurer's own fields to ours: a table of paths, constants and values, without code.

A path is a JSON Pointer (RFC 6901: `/claim/phones/0`) or its parts with dots between them (`claim.phones.0`).
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from chalicelib.base.errors import FieldError, Findings, Invalid
from chalicelib.base.formats import bytes_of, pointer
from chalicelib.base.languages import N_

Path = Annotated[str, StringConstraints(min_length=1, max_length=200)]
#: Of the whole table, and of one line of it, as it is kept.
MAX_BYTES, MAX_LINE_BYTES = 60_000, 20_000
#: Decimal digits that a float always keeps (IEEE 754 binary64).
EXACT_DIGITS = 15
Parts = tuple[str, ...]


class FieldMapping(BaseModel):
    """The mapping of a back-end's body to ours.

    `fields`: their path to ours; `constants`: our path to a value; `values`: our path to the meanings of their values.
    Fields that `fields` does not name are left out; a value missing or null in their body is not set.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    fields: dict[Path, Path] = Field(default_factory=dict, max_length=100)
    constants: dict[Path, JsonValue] = Field(default_factory=dict, max_length=50)
    values: dict[Path, dict[str, JsonValue]] = Field(default_factory=dict, max_length=50)


def split(path: str) -> Parts:
    if path.startswith("/"):
        return tuple(part.replace("~1", "/").replace("~0", "~") for part in path[1:].split("/"))
    return tuple(path.split("."))


def check_mapping(mapping: FieldMapping, *, known: frozenset[str], at: str) -> None:
    """Raise Invalid for targets that are no fields of ours, or that are in each other's way; `at` begins pointers."""
    targets = [(f"{at}/fields", their, split(our)) for their, our in mapping.fields.items()]
    targets += [(f"{at}/constants", our, split(our)) for our in mapping.constants]
    mapped = {split(our) for our in mapping.fields.values()}
    errors = [
        FieldError(
            f"{place}{pointer(name)}",
            N_("Leads to {field}, which is not a field of a photo request."),
            {"field": parts[0]},
        )
        for place, name, parts in targets
        if parts[0] not in known
    ]
    errors += [
        FieldError(f"{place}{pointer(name)}", N_("Two lines of the table write the same field."))
        for index, (place, name, parts) in enumerate(targets)
        if any(_overlap(parts, other) for _, _, other in targets[:index])
    ]
    errors += [
        FieldError(f"{at}/values{pointer(our)}", N_("No line of fields leads to this field."))
        for our in mapping.values
        if split(our) not in mapped
    ]
    errors += _too_large(mapping, at)
    if errors:
        raise Invalid(errors)


def _too_large(mapping: FieldMapping, at: str) -> Iterator[FieldError]:
    kept = mapping.model_dump(mode="json")
    sizes = {
        f"{at}/{part}{pointer(name)}": bytes_of(value) for part, lines in kept.items() for name, value in lines.items()
    }
    large = [place for place, size in sizes.items() if size > MAX_LINE_BYTES]
    message = N_("Has more than {limit} bytes; a letter that is not Latin has two or more. Shorten it.")
    yield from (FieldError(place, message, {"limit": MAX_LINE_BYTES}) for place in large)
    if not large and bytes_of(kept) > MAX_BYTES:
        yield FieldError(at, message, {"limit": MAX_BYTES})


class Mapped(NamedTuple):
    """Our body of theirs without unknown values. `errors` has the places of these in theirs, `unread` those in ours."""

    body: dict[str, Any]
    errors: tuple[FieldError, ...] = ()
    unread: tuple[str, ...] = ()


def apply(mapping: FieldMapping, body: Mapping[str, Any]) -> Mapped:
    """Return our body of theirs, and its values that the table does not know."""
    meanings = {split(our): known for our, known in mapping.values.items()}
    made: dict[str, Any] = {}
    unknown: dict[str, str] = {}
    for our, constant in mapping.constants.items():
        _put(made, split(our), constant)
    for their, our in mapping.fields.items():
        found, meaning = _find(body, split(their)), meanings.get(split(our))
        if found is None:
            continue
        name = next((each for each in _names(found) if meaning and each in meaning), None)
        if meaning is not None and name is None:
            unknown[pointer(*split(our))] = pointer(*split(their))
            continue
        _put(made, split(our), found if meaning is None else meaning[str(name)])
    message = N_("The mapping has no meaning for this value.")
    return Mapped(made, tuple(FieldError(place, message) for place in unknown.values()), tuple(unknown))


def with_texts(mapping: FieldMapping, made: dict[str, Any], places: Iterable[Parts]) -> dict[str, Any]:
    """Return our body with numbers as texts at these places, those that are filled by a line of `fields`.

    A number that can't be said exactly stays one, and other values stay as they are: their meaning would be a guess.
    """
    filled = [split(our) for our in mapping.fields.values()]
    mapped = [place for place in places if any(place[: len(our)] == our for our in filled)]
    return {
        name: _with_texts(value, [place[1:] for place in mapped if place[0] == name]) for name, value in made.items()
    }


def _with_texts(value: Any, places: list[Parts]) -> Any:
    if () in places:
        return number_text(value) or value
    inside = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    fresh = {name: _with_texts(each, [place[1:] for place in places if place[0] == str(name)]) for name, each in inside}
    return list(fresh.values()) if isinstance(value, list) else fresh if fresh else value


def number_text(value: object) -> str | None:
    """Return a number in plain digits (`1e3`: 1000).

    None for another value, or with more digits than JSON's readers keep. JSON has no whole numbers of its own: 12345,
    12345.0 and 1.2345e4 are one number.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return None
    exact = Decimal(repr(value)).normalize()
    return format(exact + 0, "f") if len(exact.as_tuple().digits) <= EXACT_DIGITS else None


def unused(mapping: FieldMapping, body: Mapping[str, Any]) -> Iterator[str]:
    """Yield pointers to unread fields of a body, one after the other: there may be very many."""
    read = [split(their) for their in mapping.fields]
    return (pointer(*leaf) for leaf in _leaves(body) if not any(leaf[: len(each)] == each for each in read))


def in_their_words(error: Invalid, mapping: FieldMapping, *, beside: Iterable[FieldError] = ()) -> Invalid:
    """Return problems with our body as problems with theirs, where a line of the table says which field it is.

    `beside` are known errors of theirs.
    """
    theirs = {pointer(*split(our)): pointer(*split(their)) for their, our in mapping.fields.items()}

    def place(ours: str) -> str:
        longest = max((each for each in theirs if ours == each or ours.startswith(f"{each}/")), key=len, default=None)
        return ours if longest is None else theirs[longest] + ours[len(longest) :]

    found = Findings()
    found.add(beside)
    found.add(FieldError(place(each.pointer), each.message, each.params) for each in error.errors)
    return Invalid(found.errors)


def _find(body: Any, parts: Parts) -> Any:
    """Return the value at a place; None if there is nothing."""
    for part in parts:
        if isinstance(body, Mapping):
            body = body.get(part)
        elif isinstance(body, list) and part.isascii() and part.isdigit() and int(part[:6]) < len(body):
            body = body[int(part[:6])]
        else:
            return None
    return body


def _put(made: dict[str, Any], parts: Parts, value: Any) -> None:
    *way, last = parts
    for part in way:
        made = made.setdefault(part, {})
    made[last] = value


def _names(value: Any) -> tuple[str, ...]:
    """Return the names of a value of theirs in the table: JSON's own words for values other than text."""
    if isinstance(value, bool):
        return ("true" if value else "false",)
    return (str(value), number_text(value) or str(value))


def _overlap(one: Parts, other: Parts) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _leaves(body: Any, way: Parts = ()) -> Iterator[Parts]:
    inside = body.items() if isinstance(body, Mapping) else enumerate(body) if isinstance(body, list) else ()
    empty = True
    for name, value in inside:
        empty = False
        yield from _leaves(value, (*way, str(name)))
    if empty and way:
        yield way
