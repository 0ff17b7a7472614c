"""What is said of a wrong field says what would be right, never a regular expression or a bare length."""

from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, StringConstraints, ValidationError, create_model

from app import app
from chalicelib.api.blueprint import OPERATIONS
from chalicelib.api.problems import invalid
from chalicelib.formats import EXPLANATIONS
from chalicelib.languages import LANGUAGES, text

MEANINGS = {"phone", "number", "email", "reply_to", "plate", "vin", "reference", "color", "url", "logo_url", "code"}
BARE = {"Must have at least {min_length} characters.", "Must have at most {max_length} characters."}


def bodies() -> list[type[BaseModel]]:
    app.load_all()
    kinds = {
        kind
        for operation in OPERATIONS
        for name, kind in operation.parameters.items()
        if name in {"body", "form", "query"}
    }
    return sorted(kinds, key=lambda kind: (kind.__module__, kind.__qualname__))


def fields_of(schema: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Return each schema of a text in a JSON schema, with the name of the field that it is of."""
    if not isinstance(schema, dict | list):
        return
    if isinstance(schema, dict) and schema.get("type") == "string":
        yield name, schema
    for key, each in schema.items() if isinstance(schema, dict) else enumerate(schema):
        if key in {"properties", "$defs"}:
            for inner, of_inner in each.items():
                yield from fields_of(of_inner, inner)
        else:
            yield from fields_of(each, name)


def texts() -> list[tuple[type[BaseModel], str, Any]]:
    return [(kind, *field) for kind in bodies() for field in fields_of(kind.model_json_schema())]


def test_no_field_answers_with_a_regular_expression() -> None:
    patterns = {(kind.__name__, name, schema["pattern"]) for kind, name, schema in texts() if "pattern" in schema}

    assert patterns
    assert {found for found in patterns if found[2] not in EXPLANATIONS} == set()


def said(name: str, value: str, **bounds: Any) -> str:
    kind = create_model("Body", **{name: (Annotated[str, StringConstraints(**bounds)], ...)})  # type: ignore[call-overload]
    with pytest.raises(ValidationError) as found:
        kind(**{name: value})
    return invalid(found.value).errors[0].message


def test_no_field_with_a_meaning_answers_with_a_bare_length() -> None:
    bare = [
        (kind.__name__, name, bound)
        for kind, name, schema in texts()
        for bound, value in (("minLength", ""), ("maxLength", "x" * (schema.get("maxLength", 0) + 1)))
        if name in MEANINGS
        and bound in schema
        and said(name, value, **{"min_length" if bound == "minLength" else "max_length": schema[bound]}) in BARE
    ]

    assert bare == []


def test_an_empty_text_is_called_empty_in_each_language() -> None:
    message = said("comment", "", min_length=1)

    assert message == "Must not be empty."
    assert len({text(language, message) for language in LANGUAGES}) == len(LANGUAGES)
