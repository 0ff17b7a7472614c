"""Lists a page at a time: `?limit=&cursor=`, answered by `{"items": […], "next_cursor": null}`."""

import base64

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.errors import FieldError, Invalid
from chalicelib.languages import N_

MAX_LIMIT = 100


class PageQuery(BaseModel):
    """The part of a query that all lists share."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    limit: int = Field(default=25, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(default=None, max_length=800, description="`next_cursor` of the page before")

    def position(self) -> str | None:
        """Return where the list's service said that the next page begins; the service checks that it could have."""
        if self.cursor is None:
            return None
        try:
            padded = self.cursor + "=" * (-len(self.cursor) % 4)
            position = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
        except ValueError as error:
            raise wrong_cursor() from error
        if not position:  # no key of a table is empty, and DynamoDB refuses to compare with one
            raise wrong_cursor()
        return position


def cursor(position: str | None) -> str | None:
    """Write a position so that it survives in a URL."""
    return None if position is None else base64.urlsafe_b64encode(position.encode()).decode().rstrip("=")


def wrong_cursor() -> Invalid:
    """Say that a cursor is not one that this list gave."""
    return Invalid([FieldError("?cursor", N_("Use next_cursor of the page before, or leave it out."))])
