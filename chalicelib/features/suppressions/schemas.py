"""HTTP bodies of suppressed addresses."""

from datetime import datetime

from pydantic import Field

from chalicelib.base.channels import Channel
from chalicelib.http.bodies import View
from chalicelib.http.paging import PageQuery
from chalicelib.messaging.reasons import FailureReason


class SuppressionQuery(PageQuery):
    """The page of the suppressed addresses to list."""


class SuppressionView(View):
    """An address that the account sends nothing to."""

    id: str
    channel: Channel
    address: str
    reason: str = Field(description="Why (English)")
    reason_code: FailureReason | None = Field(description="The same for programs")
    at: datetime


class SuppressionList(View):
    """A page of suppressed addresses."""

    items: list[SuppressionView]
    next_cursor: str | None
