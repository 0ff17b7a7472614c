"""Signals: frames about something else than a message, written in the transaction of their change.

They are rows of the table `chat`, so that its stream tells them in one order with the messages of a claim.
"""

from datetime import timedelta

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.claims.model import Claim
from chalicelib.features.conversations.sockets.model import Signal, claim_channel, company_channel, user_channel
from chalicelib.features.conversations.table import signals as table

_KEPT = timedelta(hours=1)


def signal(tx: Transaction, account_id: str, thread_id: str, told: Signal) -> None:
    """Write a signal for listeners into a transaction; it is told in order with the thread's messages."""
    table.put_signal(tx, account_id, thread_id, told.model_dump(mode="json"), ends_at=now() + _KEPT)


def channels_of_claim(claim_id: str, *, client_id: str | None, handler: str | None) -> tuple[str, ...]:
    """Return the channels of those who see a claim: on its page, in lists of its client, its handler."""
    company = [company_channel(client_id)] if client_id else []
    return (claim_channel(claim_id), *company, *([user_channel(handler)] if handler else []))


def claim_changed(tx: Transaction, before: Claim | None, after: Claim) -> None:
    """Write the signal of another version of a claim, for those who see it now or saw it before."""
    frame = {"type": "claim", "claim_id": after.id, "stage": after.stage, "version": after.version}
    seen = [
        channel
        for each in (before, after)
        if each is not None
        for channel in channels_of_claim(each.id, client_id=each.client_id, handler=each.handler)
    ]
    signal(tx, after.account_id, after.id, Signal(frame=frame, channels=tuple(dict.fromkeys(seen))))
