"""The bases of bodies and answers, and fields that a change may leave out.

Pydantic builds each type when it is first used, since every function imports all of them.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, ValidatorFunctionWrapHandler, WrapValidator

from chalicelib.base.observability import log


class Body(BaseModel):
    """Base of bodies: a field that does not exist is an error, not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class PageBody(BaseModel):
    """The base of bodies from the owner's page.

    Unknown fields are ignored: an open page may be newer than the server.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


class TypedFields(BaseModel):
    """The base of fields that people type into a page.

    Unreadable characters come through, so that the page can be shown again with an error at the field.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


class View(BaseModel):
    """Base of answers."""

    model_config = ConfigDict(defer_build=True)


def unchanged() -> Any:
    """Stand for a field that a change left out: `model_fields_set` tells it from a null, which is refused."""
    return None


def dropped_if_wrong(default: object) -> WrapValidator:
    """Return a validator that replaces an unreadable value by the default. It logs the field, not the value.

    Why: an optional value from a phone's file or browser must not block a photo.
    """

    def take(value: object, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> object:
        try:
            return handler(value)
        except ValidationError:
            log("info", "optional field dropped", kind=info.field_name)
            return default

    return WrapValidator(take)
