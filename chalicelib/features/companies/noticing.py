"""Notices as pages, menu and API have them: a list by pages, the number of unread ones, the card."""

import re
from typing import Any

from chalicelib.base.ids import ULID_PATTERN
from chalicelib.base.languages import Language
from chalicelib.http.paging import wrong_cursor
from chalicelib.identity.area import notices
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.notices import NoticePage

#: Notices on the card.
MOST = 3


def list_notices(caller: AreaCaller, *, limit: int, position: str | None) -> NoticePage:
    """Return a page of the own notices. Raises Invalid for a position that no page returned."""
    if position is not None and not re.fullmatch(ULID_PATTERN, position):
        raise wrong_cursor()
    return notices.list_notices(caller, limit=limit, position=position)


def unread_count(caller: AreaCaller) -> str:
    """Return the number of unread notices for the menu; empty for none, "99+" for as many as are counted."""
    unread = notices.unread_of(caller)
    if unread.is_more:
        return f"{notices.COUNTED - 1}+"
    return str(len(unread.notices)) if unread.notices else ""


def notices_card(caller: AreaCaller, language: Language) -> dict[str, Any] | None:
    """Return the latest unread notices; None without any. Reads nothing: the menu of the page has read them."""
    unread = notices.unread_of(caller).notices
    if not unread:
        return None
    lines = [{"id": each.id, "text": notices.words_of(each, language), "at": each.at} for each in unread[:MOST]]
    return {"lines": lines, "count": unread_count(caller)}
