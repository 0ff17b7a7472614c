"""Conversations about claims that wait for an answer, for the inbox."""

from typing import Any
from urllib.parse import urlencode

from chalicelib.base.languages import Language
from chalicelib.base.localized import moment
from chalicelib.features.cases import service as cases
from chalicelib.features.claims.model import case_id_of
from chalicelib.features.conversations.chat_views import beginning, text_of
from chalicelib.features.conversations.service import listing
from chalicelib.http.paging import cursor, position_of
from chalicelib.identity import directory
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.tenancy import service as accounts

_PAGE = 10


def waiting_claims(
    caller: Caller, page: str, *, mine: str | None, said: dict[str, str], language: Language
) -> dict[str, Any]:
    """Return the conversations that wait, and the query of the next page; none for callers who see no claims.

    `mine`: the actor whose claims are wanted alone. `said`: the filter of the page.
    """
    if not may(caller, "claims:read"):
        return {"talks": [], "more_talks": "", "later_talks": False}
    position = position_of(page or None)
    found = listing.list_waiting(caller, handler=mine, limit=_PAGE, position=position)
    ids = [case_id_of(each.head.thread_id) for each in found.items]
    of = {each.id: each for each in cases.find_cases(caller, ids)}
    names = directory.name_users(caller.account_id, {each.head.handler for each in found.items if each.head.handler})
    zone = accounts.load_account(caller.account_id).zone
    talks = [
        {
            "path": f"/console/cases/{case_id}?tab=claim",
            "title": of[case_id].shown_title,
            "since": moment(language, each.head.waiting_since, zone) if each.head.waiting_since else "",
            "last": beginning(text_of(each.last, language)) if each.last else "",
            "unread": each.unread,
            "handler": names.get(each.head.handler or "", ""),
        }
        for case_id, each in zip(ids, found.items, strict=True)
        if case_id in of
    ]
    more = urlencode({**said, "waiting": cursor(found.position)}) if found.position else ""
    return {"talks": talks, "more_talks": more, "later_talks": position is not None}
