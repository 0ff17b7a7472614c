"""Messages for every wrong value in a body or a query are in words of ours."""

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from app import app
from chalicelib.http.blueprint import OPERATIONS
from chalicelib.http.problems import invalid

#: JSON of other kinds, sizes and forms than a field may have.
VALUES: tuple[Any, ...] = (
    None,
    True,
    1,
    -1,
    1.5,
    10**30,
    "",
    " ",
    "x",
    "-1",
    "1.5",
    "nan",
    "9" * 5000,
    "x" * 5000,
    "2026-13-01",
    "2026-01-01T05:00",
    "2026-01-01T00:00:00",
    "2026-01-01T25:00:00Z",
    [],
    [None],
    [[]],
    [{}],
    ["x"] * 100,
    {},
    {"": ""},
    {"x": None},
    {"x" * 300: "y"},
    {str(number): number for number in range(200)},
)


def kinds_of(kind: Any) -> Iterator[type[BaseModel]]:
    """Find the models within a type."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from kinds_of(field.annotation)
    for each in get_args(kind):
        yield from kinds_of(each)


def taken_as(parameter: str) -> list[type[BaseModel]]:
    """Return the types that operations take as this parameter, with those within."""
    app.load_all()
    taken = (each.parameters[parameter] for each in OPERATIONS if parameter in each.parameters)
    return sorted({kind for each in taken for kind in kinds_of(each)}, key=lambda kind: kind.__qualname__)


def findings_in_body(kind: type[BaseModel], value: Any) -> Iterator[ValidationError]:
    """Read a value as the whole of a body and as each of its fields."""
    for document in (value, *({field.alias or name: value} for name, field in kind.model_fields.items())):
        try:
            kind.model_validate_json(json.dumps(document), strict=True)
        except ValidationError as error:
            yield error


def findings_in_query(kind: type[BaseModel], value: str) -> Iterator[ValidationError]:
    """Read a value as each parameter of a query."""
    for name, field in kind.model_fields.items():
        try:
            kind.model_validate({field.alias or name: value})
        except ValidationError as error:
            yield error


def others_words(errors: list[ValidationError]) -> set[object]:
    """Return messages in pydantic's own words."""
    found = (each for error in errors for each in invalid(error).errors)
    return {each.params["reason"] for each in found if each.message == "{reason}"}


@pytest.mark.parametrize("kind", taken_as("body"))
def test_what_is_wrong_with_a_body_is_said_in_our_words(kind: type[BaseModel]) -> None:
    errors = [error for value in VALUES for error in findings_in_body(kind, value)]

    assert others_words(errors) == set()


@pytest.mark.parametrize("kind", taken_as("query"))
def test_what_is_wrong_with_a_query_is_said_in_our_words(kind: type[BaseModel]) -> None:
    texts = [value for value in VALUES if isinstance(value, str)]
    errors = [error for value in texts for error in findings_in_query(kind, value)]

    assert others_words(errors) == set()
