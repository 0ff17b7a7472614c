"""Addresses that get nothing any more, after a bounce, a complaint or a refusal; administrators can lift that."""

from http import HTTPStatus
from typing import Annotated

from chalice.app import Response
from pydantic import BeforeValidator, Field

from chalicelib.base.errors import NotFound
from chalicelib.base.installed import find_notice
from chalicelib.base.languages import N_, text
from chalicelib.base.phones import display
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields
from chalicelib.frame.console.render import page, see_other
from chalicelib.frame.console.words import CHANNELS
from chalicelib.http.blueprint import Call
from chalicelib.http.paging import cursor, position_of
from chalicelib.identity.model import Caller, Scope
from chalicelib.messaging import suppressions
from chalicelib.messaging.model import Suppression
from chalicelib.messaging.reasons import in_words

blocked_pages = console_pages(__name__)
_HTML, _ADMIN = "text/html", console(Scope.ACCOUNT_WRITE)
_BLOCKED = "/console/settings/blocked"
_LIFT = f"{_BLOCKED}/{{suppression_id}}/lift"
_PAGE = 50


class BlockedQuery(Fields):
    """The beginning of the page."""

    cursor: Annotated[str | None, Field(max_length=800), BeforeValidator(lambda given: given or None)] = None


@blocked_pages.operation(
    "GET", _BLOCKED, audience=_ADMIN, media_type=_HTML, summary="Addresses that nothing is sent to any more"
)
def show_blocked(caller: Caller, query: BlockedQuery, call: Call) -> Response:
    """List the blocked addresses."""
    return _list(call, caller, after=position_of(query.cursor))


@blocked_pages.operation(
    "GET", _LIFT, audience=_ADMIN, media_type=_HTML, summary="Ask whether an address is to get messages again"
)
def confirm_lifting(caller: Caller, suppression_id: str, call: Call) -> Response:
    """Ask for confirmation: an owner who complained would get messages again."""
    try:
        found = suppressions.find_suppression(caller.account_id, suppression_id)
    except NotFound:
        gone = find_notice("block_lifted_already")
        return _list(call, caller, status=int(HTTPStatus.NOT_FOUND), trouble=text(call.language, gone))
    return page(
        call,
        "confirm.html",
        caller=caller,
        question=text(call.language, N_("Send messages to this address again?")),
        warning=text(
            call.language,
            N_("It was blocked for a reason: {reason}. Make sure that it is right and that its owner agrees."),
            reason=text(call.language, in_words(found.reason)),
        ),
        yes=text(call.language, N_("Lift the block")),
        name=_shown(found),
        picture="",
        back=address(_BLOCKED),
    )


@blocked_pages.operation(
    "POST", _LIFT, audience=_ADMIN, status=303, media_type=_HTML, summary="Let an address get messages again"
)
def lift_block(caller: Caller, suppression_id: str) -> Response:
    """Lift the block of an address; somebody may have done so already."""
    try:
        suppressions.lift(caller.account_id, suppression_id)
    except NotFound:
        return see_other(_BLOCKED, notice="block_lifted_already")
    return see_other(_BLOCKED, notice="block_lifted")


def _list(call: Call, caller: Caller, *, after: str | None = None, status: int = 200, trouble: str = "") -> Response:
    found, following = suppressions.list_suppressions(caller.account_id, after=after, limit=_PAGE)
    return page(
        call,
        "blocked.html",
        caller=caller,
        status=status,
        here=_BLOCKED if trouble else None,
        trouble=trouble,
        blocked=found,
        shown=_shown,
        reason=in_words,
        channels=CHANNELS,
        next=cursor(following),
    )


def _shown(suppression: Suppression) -> str:
    return display(suppression.address) if suppression.channel == "sms" else suppression.address
