"""Answers in the conversation about a claim by the link of an e-mail, without signing in."""

from chalicelib.base.clock import now
from chalicelib.base.errors import LinkUnknown, NotFound
from chalicelib.features.claims.model import Claim
from chalicelib.features.conversations.reply_links import read_token
from chalicelib.features.conversations.service import chatting
from chalicelib.features.conversations.service.talks import Thread
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.features.policies.links import LINK_UNKNOWN
from chalicelib.frame.area.settings import area_settings
from chalicelib.identity.area.model import AreaCaller, AreaMember
from chalicelib.identity.table import area as people
from chalicelib.tenancy import service as accounts

#: Messages that the page shows.
_LATEST = 10


def open_link(token: str) -> tuple[AreaCaller, Thread[Claim]]:
    """Return the person of a link, and the latest messages of its conversation; nothing counts as read.

    Raises LinkUnknown, alike for a link that is wrong or has ended, and for a person who is disabled or lacks the
    permission by now. So it does where replies by link are not allowed, and where the area is closed.
    """
    named = read_token(token, at=now())
    person = people.get_person(named.account_id, named.person_id)
    if person is None or not person.may_sign_in or not _takes_replies(named.account_id):
        raise LinkUnknown(LINK_UNKNOWN)
    caller = AreaCaller(account_id=person.account_id, principal=AreaMember(person.id), scopes=person.permissions)
    caller.person = person
    try:
        return caller, chatting.show_thread(caller, named.claim_id, limit=_LATEST)
    except NotFound as error:
        raise LinkUnknown(LINK_UNKNOWN) from error


def _takes_replies(account_id: str) -> bool:
    """Return True if replies by link are allowed in an area that is open; a suspended account's is not."""
    allowed = feedback_settings(account_id).reply_links and area_settings(account_id).on
    return allowed and accounts.load_account(account_id).suspended_at is None
