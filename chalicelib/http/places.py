"""The content of a type at a place of a body: its fields, and an example of one."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo


def example_at(kind: type[BaseModel], place: tuple[int | str, ...]) -> Any:
    """Return the first example of the field at a place, None if it has none."""
    name = place[-1]
    fields = (_fields_of(each).get(str(name)) for each in _types_at(kind, place[:-1]))
    return next((field.examples[0] for field in fields if field is not None and field.examples), None)


def names_at(kind: type[BaseModel], place: tuple[int | str, ...]) -> tuple[str, ...]:
    """Return the names of fields that an object at a place can have, none if its type is unknown."""
    return tuple(dict.fromkeys(name for each in _types_at(kind, place) for name in _fields_of(each)))


def _types_at(kind: type[BaseModel], place: tuple[int | str, ...]) -> list[type[BaseModel]]:
    """Return the types that the object at a place may be of; positions in lists and keys don't change it."""
    kinds = [kind]
    for part in place:
        fields = [field for each in kinds if (field := _fields_of(each).get(str(part)))]
        kinds = [each for field in fields for each in _types_in(field.annotation)] if fields else kinds
    return kinds


def _fields_of(kind: type[BaseModel]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in kind.model_fields.items()}


def _types_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    else:
        for each in get_args(annotation):
            yield from _types_in(each)
