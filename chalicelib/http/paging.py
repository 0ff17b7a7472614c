"""Lists a page at a time: `?limit=&cursor=`, answered by `{"items": […], "next_cursor": null}`."""

import base64
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.formats import of_length
from chalicelib.base.languages import N_

MAX_LIMIT = 100
MAX_CURSOR = 800
_NOT_OURS = N_("Use next_cursor of the page before, or leave it out.")


def position_of(cursor: str | None) -> str | None:
    """Return the position of a cursor, as the list's service returned it; the service checks it."""
    if cursor is None:
        return None
    try:
        return _decoded(cursor[: MAX_CURSOR + 1])
    except ValueError as error:
        raise wrong_cursor() from error


def _decoded(cursor: str) -> str:
    """Return a position. Raises ValueError, whose text is a msgid for people."""
    try:
        position = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except ValueError as error:
        raise ValueError(_NOT_OURS) from error
    if not position or len(cursor) > MAX_CURSOR:  # no key of a table is empty: DynamoDB refuses to compare with one
        raise ValueError(_NOT_OURS)
    return position


def plain_number(given: object) -> object:
    """Refuse a number that only some programs read: "+5" (in a query its plus is a space), "5.0", "1_0"."""
    if isinstance(given, str) and not (given.isascii() and given.isdigit()):
        raise ValueError(N_("Must be a whole number."))
    return given


class PageQuery(BaseModel):
    """The part of a query that all lists share."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    limit: Annotated[int, BeforeValidator(plain_number)] = Field(default=25, ge=1, le=MAX_LIMIT)
    cursor: (
        Annotated[
            str,
            StringConstraints(max_length=MAX_CURSOR),
            of_length(_NOT_OURS),
            AfterValidator(lambda given: _decoded(given) and given),
        ]
        | None
    ) = Field(default=None, description="`next_cursor` of the page before")

    def position(self) -> str | None:
        """Return the position of the page, as the list's service returned it; the service checks it."""
        return position_of(self.cursor)


def cursor(position: str | None) -> str | None:
    """Write a position so that it survives in a URL."""
    return None if position is None else base64.urlsafe_b64encode(position.encode()).decode().rstrip("=")


def wrong_cursor() -> Invalid:
    """Return the error of a cursor that this list did not return."""
    return Invalid([FieldError("?cursor", _NOT_OURS)])
