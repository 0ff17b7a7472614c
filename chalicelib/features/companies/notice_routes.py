"""HTTP of notices in the client area."""

from chalicelib.base.errors import NotFound
from chalicelib.features.companies.notice_schemas import (
    AreaNoticeList,
    AreaNoticeQuery,
    AreaNoticesRead,
    AreaNoticeView,
)
from chalicelib.features.companies.noticing import list_notices
from chalicelib.frame.area.addresses import page_address
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_api
from chalicelib.http.blueprint import Reply
from chalicelib.http.paging import cursor
from chalicelib.identity.area import notices
from chalicelib.identity.area.model import AreaCaller, AreaNotice
from chalicelib.identity.area.permissions import AreaPermission

routes = area_api(__name__)
BLUEPRINTS = (routes,)
_NOTICES = area(AreaPermission.NOTICES)
_PATH = "/v1/area/{slug}/notices"


@routes.operation("GET", _PATH, audience=_NOTICES, summary="List the own notices, the latest first")
def list_area_notices(caller: AreaCaller, slug: str, query: AreaNoticeQuery) -> AreaNoticeList:
    found = list_notices(caller, limit=query.limit, position=query.position())
    items = [_view(caller, slug, each) for each in found.items]
    unread = len(notices.unread_of(caller).notices)
    return AreaNoticeList(items=items, next_cursor=cursor(found.position), unread=unread)


@routes.operation(
    "POST",
    f"{_PATH}/read",
    audience=_NOTICES,
    status=204,
    answers={204: None},
    errors=(NotFound,),
    summary="Note that notices are read, up to one",
)
def read_area_notices(caller: AreaCaller, slug: str, body: AreaNoticesRead) -> Reply:
    """Note that a notice and all before it are read. Idempotent; an earlier one changes nothing."""
    notices.read_through(caller, body.through)
    return Reply(None, 204)


def _view(caller: AreaCaller, slug: str, notice: AreaNotice) -> AreaNoticeView:
    return AreaNoticeView(
        id=notice.id,
        kind=notice.kind,
        client_id=notice.client_id,
        text=notices.words_of(notice, caller.person.language),
        url=page_address(slug, notice.path),
        at=notice.at,
        is_read=notice.is_read,
    )
