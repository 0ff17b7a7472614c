"""Each incoming text is read without invisible characters, in any body."""

import types
from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

import app
from chalicelib.http.blueprint import OPERATIONS
from chalicelib.identity.model import Invitation, KeyWish

#: Fields that are compared or handed on unchanged; use cases read phones and a process's fields.
NO_WORDS = {
    "SupportPhoneBody.number",
    "Conversion.fields",
    "DryRunBody.body",
    "SessionBody.password",
    "PasswordBody.password",
    "AreaPasswordChange.password",
    "AreaPasswordChange.present_password",
    "AreaRecoveryEnd.password",
    "AreaSignIn.password",
    "AreaErasureBody.password",
    "AreaExportBody.password",
    "RefreshBody.refresh_token",
    "UploadBody.content_type",
    "ClaimDocumentBody.content_type",
    "FieldMapping.fields",
    "FieldMapping.constants",
    "FieldMapping.values",
}
#: A word of the right form, with invisible characters at its beginning, in it and at its end.
SEEN = "\u200bМе\u200bри\u2060\ufeff"


def bodies() -> list[type[BaseModel]]:
    """Return the types of all bodies. Forms of pages are read as they are typed, and come to these."""
    assert app.app
    described = {kind for each in OPERATIONS if (kind := each.parameters.get("body"))}
    return sorted({*described, Invitation, KeyWish}, key=lambda kind: kind.__name__)


def texts_of(kind: Any, place: str, metadata: tuple[Any, ...] = ()) -> Iterator[tuple[str, TypeAdapter[Any]]]:
    """Yield the texts within a type, each with its reader. Keys of a table that are a few words aren't texts."""
    if get_origin(kind) is Annotated:
        inner, *own = get_args(kind)
        yield from texts_of(inner, place, (*own, *metadata))
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            yield from texts_of(field.annotation, f"{kind.__name__}.{name}", tuple(field.metadata))
    elif kind is str:
        yield place, TypeAdapter(Annotated[str, *metadata] if metadata else str)
    elif get_origin(kind) in {tuple, list, dict, frozenset} or isinstance(kind, types.UnionType) or get_args(kind):
        for each in get_args(kind):
            # of `Text | None` the field's own validators read the text, too
            yield from texts_of(each, place, metadata if isinstance(kind, types.UnionType) else ())


WORDS = {
    place: adapter for body in bodies() for place, adapter in texts_of(body, body.__name__) if place not in NO_WORDS
}


def read(adapter: TypeAdapter[Any], written: str) -> str | None:
    """Return the stored form of a text; None if it is refused."""
    try:
        return str(adapter.validate_python(written))
    except ValidationError:
        return None


def test_all_that_people_write_is_looked_at() -> None:
    assert {
        "OwnerBody.name",
        "VehicleBody.plate",
        "VehicleBody.make",
        "LossBody.place",
        "LossBody.description",
        "NewCaseBody.reference",
        "CaseChange.reference",
        "PhotoRequestBody.comment",
        "AccountChange.name",
        "AccountChange.signature",
        "AccountChange.confidentiality_notice",
        "SupportPhoneBody.note",
        "ProcessBody.labels",
        "ProcessFieldBody.labels",
        "CategoryBody.labels",
        "CategoryBody.hints",
        "TemplateBody.name",
        "TemplateBody.comment",
        "KeyBody.name",
        "KeyWish.name",
        "Invitation.name",
        "EndpointBody.description",
        "EndpointChange.description",
    } <= WORDS.keys()


@pytest.mark.parametrize("place", sorted(WORDS))
def test_a_text_is_read_without_what_nobody_sees(place: str) -> None:
    for blank in ("\u200b", "\u2800\u3164", "\ufe0f\n\u034f", "\U000e0041", "\u202e", "\x00", "\u0301"):
        assert not read(WORDS[place], blank)
    assert (read(WORDS[place], SEEN) or "мери").casefold() == "мери"
