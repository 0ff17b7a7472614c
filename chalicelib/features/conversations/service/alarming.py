"""Alarms of terms: at 80 % of the time, and at the end without an answer. Each is told once."""

from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.features.conversations import table
from chalicelib.features.conversations.service import mailing, recording
from chalicelib.identity.principals import System, actor_of

_SYSTEM = actor_of(System())


def due(each: Due) -> None:
    """Handle a request whose alarm is due. Idempotent."""
    retry_stale(lambda: _warn(each.account_id, each.pk.rpartition("#")[2]))


def _warn(account_id: str, ticket_id: str) -> None:
    before = table.get_ticket(account_id, ticket_id)
    if before is None or before.next_alarm is None or before.next_alarm > now():
        return
    is_over, tx = before.ends_at <= now(), Transaction()
    after = recording.touched(before, warned=True, overdue=is_over)
    recording.note(tx, after, actor=_SYSTEM, type="overdue" if is_over else "warned")
    mailing.tell_desk(tx, after, "ticket_overdue" if is_over else "ticket_warned")
    if is_over:
        recording.publish(tx, after, "ticket.overdue")
    table.replace_ticket(tx, before, after)
    tx.commit()
