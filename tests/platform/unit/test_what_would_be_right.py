"""Messages for a wrong field name the correction, never a regular expression or a bare length."""

from collections.abc import Iterator
from typing import Annotated, Any, get_args

import pytest
from pydantic import BaseModel, StringConstraints, ValidationError, create_model

from app import app
from chalicelib.base.formats import EXPLANATIONS
from chalicelib.base.languages import LANGUAGES, text
from chalicelib.http.blueprint import OPERATIONS
from chalicelib.http.problems import invalid

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


def with_those_within(kinds: Any) -> set[type[BaseModel]]:
    """Return the models, with those within them."""
    found: set[type[BaseModel]] = set()
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            found |= {kind} | with_those_within(field.annotation for field in kind.model_fields.values())
        else:
            found |= with_those_within(get_args(kind))
    return found


def said_of_lengths(kind: type[BaseModel], name: str) -> set[str]:
    """Return the messages for texts that are too short and too long for a field."""
    messages: set[str] = set()
    for value in ("", "x" * 5000):
        try:
            kind.model_validate({name: value})
        except ValidationError as error:
            messages |= {each.message for each in invalid(error).errors if each.pointer == f"/{name}"}
    return messages


def test_no_field_with_a_meaning_answers_with_a_bare_length() -> None:
    fields = [(kind, name) for kind in with_those_within(bodies()) for name in kind.model_fields if name in MEANINGS]

    assert {name for _, name in fields} == MEANINGS
    assert [(kind.__name__, name) for kind, name in fields if said_of_lengths(kind, name) & BARE] == []


def test_an_empty_text_is_called_empty_in_each_language() -> None:
    kind = create_model("Body", comment=(Annotated[str, StringConstraints(min_length=1)], ...))
    with pytest.raises(ValidationError) as found:
        kind(comment="")
    message = invalid(found.value).errors[0].message

    assert message == "Must not be empty."
    assert len({text(language, message) for language in LANGUAGES}) == len(LANGUAGES)


def test_what_an_entry_must_have_has_an_example_that_can_be_read() -> None:
    """An example stands for an unreadable value, so that the rest of its entry is checked (http/partial.py)."""
    within = with_those_within(bodies()) - set(bodies())
    required = [
        (kind, name, field) for kind in within for name, field in kind.model_fields.items() if field.is_required()
    ]

    assert required
    for kind, name, field in required:
        assert field.examples, (kind.__name__, name)
        with pytest.raises(ValidationError) as found:
            kind.model_validate({name: field.examples[0], "no": "field"})
        assert name not in {each["loc"][0] for each in found.value.errors()}
