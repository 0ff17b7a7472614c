"""E-mails about unread messages: one a person and claim until it is read, and one in half an hour.

The end of a thread is due when somebody has to be told: clients two minutes after a message. Staff are told ten minutes
after it in office hours, else at the next opening.
"""

from datetime import datetime, timedelta

from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.features.claims import service as claims
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.staff_mails import mail_staff
from chalicelib.features.conversations.hours import in_hours
from chalicelib.features.conversations.service.answering import office_of
from chalicelib.features.conversations.table import aways as table
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.threads import Head, Mark, Side, unread_of
from chalicelib.frame.area.settings import area_settings
from chalicelib.identity.area.addressing import people_to_tell
from chalicelib.identity.area.model import AreaMember
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.identity.principals import actor_of
from chalicelib.outbox import service as outbox

#: The kind of the outbox's items, which the manifest names the courier of.
MESSAGE = "claim_unread"
_CLIENT_AFTER, _STAFF_AFTER = timedelta(minutes=2), timedelta(minutes=10)
_APART = timedelta(minutes=30)
#: People whom one transaction tells, with two rows each: more of them have further ones.
PART = 40


def told_later(head: Head, side: Side, at: datetime) -> Head:
    """Return the end of a thread after a message for a side, with the time to tell that side.

    One that is set already stays.
    """
    if side in head.away:
        return head
    then = at + _CLIENT_AFTER if side is Side.CLIENT else in_hours(at + _STAFF_AFTER, office_of(head.account_id))
    return head.model_copy(update={"away": {**head.away, side: then}})


def due(each: Due) -> None:
    """Queue e-mails to those who have not read the messages of a claim. Idempotent."""
    while retry_stale(lambda: _tell(each.account_id, each.pk.partition("#")[2])):
        pass


def _tell(account_id: str, thread_id: str) -> bool:
    """Queue e-mails in one transaction; return True if more people have to be told now than it holds."""
    head = threads.get_head(account_id, thread_id)
    claim = claims.find_claim(account_id, thread_id) if head else None
    moment = now()
    if head is None or not head.away or min(head.away.values()) > moment:
        return False
    tx, left = Transaction(), {side: at for side, at in head.away.items() if at > moment}
    for side in head.away.keys() - left.keys():
        again = _tell_side(tx, head, claim, side, moment) if claim is not None else None
        if again is not None:
            left[side] = again
    threads.put_head(tx, head, head.model_copy(update={"away": left}))
    if claim is not None:
        claims.demand_unchanged(tx, claim)  # else the handler of before could come back into the lists
    tx.commit()
    return any(at <= moment for at in left.values())


def _tell_side(tx: Transaction, head: Head, claim: Claim, side: Side, moment: datetime) -> datetime | None:
    """Queue the e-mails to a side; return the moment to look again, if there is one.

    It is later for those told a short time ago, and now for those beyond PART.
    """
    again, told = list[datetime](), 0
    if side is Side.STAFF:
        mark = threads.get_mark(head.account_id, head.thread_id, Side.STAFF)
        if head.waiting_since is None or not unread_of(head, mark, side):
            return None
        whom = {Side.STAFF.value: mark}
    else:
        whom = _unread_people(head, claim)
    known = table.get_aways(head.account_id, head.thread_id, whom)
    for actor, mark in whom.items():
        last = known.get(actor)
        read = mark.number if mark else 0
        if last is not None and last.number > read:
            continue  # told already, and nothing was read since
        if last is not None and last.at + _APART > moment:
            again.append(last.at + _APART)
            continue
        if told >= PART:
            again.append(moment)
            break
        told += 1
        table.put_away(tx, head, actor, last, at=moment)
        if side is Side.STAFF:
            mail_staff(tx, claim, "claim_message_waits")
        else:
            data = {"kind": MESSAGE, "channel": "email", "claim_id": claim.id, "actor": actor}
            outbox.queue_message(tx, account_id=claim.account_id, data=data)
    return min(again, default=None)


def _unread_people(head: Head, claim: Claim) -> dict[str, Mark | None]:
    """Return the people of a claim's client who want e-mails and have unread messages, by actor, with their marks."""
    if claim.client_id is None or not area_settings(claim.account_id).on:
        return {}
    told = people_to_tell(claim.account_id, claim.client_id, AreaPermission.CLAIMS)
    actors = [actor_of(AreaMember(each.person.id)) for each in told if each.email]
    marks = threads.get_marks_of(head.account_id, head.thread_id, actors)
    return {each: marks.get(each) for each in actors if unread_of(head, marks.get(each), Side.CLIENT)}
