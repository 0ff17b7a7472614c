"""HTTP bodies and answers of notices in the client area."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from chalicelib.base.ids import Ulid
from chalicelib.http.bodies import Body, View
from chalicelib.http.paging import PageQuery

_EXAMPLE = "01J9Z6K3V8QWERTY0123456789"
NoticeId = Annotated[Ulid, Field(examples=[_EXAMPLE])]


class AreaNoticeQuery(PageQuery):
    """The page of the list."""


class AreaNoticesRead(Body):
    """The latest notice that the person has seen."""

    through: NoticeId = Field(description="The notice; all before it count as read, too")


class AreaNoticeView(View):
    """A notice to the person."""

    id: str
    kind: str = Field(description="The event, such as `claim_announced`; more kinds may come")
    client_id: str = Field(description="The company that it is about")
    text: str = Field(description="In the person's language")
    url: str = Field(description="Of the page in the client area")
    at: AwareDatetime
    is_read: bool


class AreaNoticeList(View):
    """Notices, the latest first."""

    items: list[AreaNoticeView]
    next_cursor: str | None
    unread: int = Field(description="Among the latest 100; a limit of the count, not of the list")
