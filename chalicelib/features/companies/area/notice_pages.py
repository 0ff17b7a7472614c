"""Pages of notices in the client area."""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import NotFound
from chalicelib.features.companies.noticing import list_notices
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.http.paging import cursor, position_of
from chalicelib.identity.area import notices
from chalicelib.identity.area.model import AreaCaller, AreaNotice
from chalicelib.identity.area.permissions import AreaPermission

pages = area_pages(__name__)
_NOTICES = area(AreaPermission.NOTICES)
_HERE = "/area/{slug}/notices"
_PAGE = 20


class NoticesQuery(TypedFields):
    """The page of the list."""

    cursor: str = ""


class ReadForm(TypedFields):
    """The latest notice on the page where the button was pressed."""

    through: str = ""


@pages.operation("GET", _HERE, audience=_NOTICES, media_type=HTML, summary="The own notices")
def show_own_notices(caller: AreaCaller, slug: str, query: NoticesQuery, call: Call) -> Response:
    """List the own notices, the latest first."""
    found = list_notices(caller, limit=_PAGE, position=position_of(query.cursor or None))
    values: dict[str, Any] = {
        "lines": [_line(each, call) for each in found.items],
        "has_unread": bool(notices.unread_of(caller).notices),
        "next": cursor(found.position),
    }
    return page(call, open_site(slug), "area_notices.html", caller=caller, **values)


@pages.operation(
    "POST",
    f"{_HERE}/read",
    audience=_NOTICES,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Note that all notices up to the latest shown one are read",
)
def read_own_notices(caller: AreaCaller, slug: str, form: ReadForm) -> Response:
    """Note that they are read, and lead back. Those that came meanwhile stay unread."""
    notices.read_through(caller, form.through)
    return see_other(page_path(slug, "/notices"), notice="area_notices_read")


@pages.operation(
    "GET",
    f"{_HERE}/{{notice_id}}",
    audience=_NOTICES,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Lead to the page that a notice is about",
)
def open_own_notice(caller: AreaCaller, slug: str, notice_id: str) -> Response:
    """Lead to the page. The notice counts as read, however often it is opened."""
    return see_other(page_path(slug, notices.read_one(caller, notice_id).path))


def _line(notice: AreaNotice, call: Call) -> dict[str, Any]:
    words = notices.words_of(notice, call.language)
    return {"id": notice.id, "text": words, "at": notice.at, "is_read": notice.is_read}
