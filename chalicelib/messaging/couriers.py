"""Sending of notices, e-mails to the people of an account: each names a person, or is for all administrators.

A sender that addresses the administrators, or very many people, puts one message into the outbox; it becomes one for
each of them.
"""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.installed import find_staff_notice
from chalicelib.base.settings import settings
from chalicelib.identity.administrators import list_administrators
from chalicelib.identity.model import User
from chalicelib.messaging.notices import Notice, render_notice
from chalicelib.messaging.queueing import queue_notices
from chalicelib.messaging.to_staff import hand_over
from chalicelib.outbox.kinds import Courier
from chalicelib.outbox.model import Delivered, OutboxItem, Outcome, Undeliverable
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account


def send(item: OutboxItem) -> Outcome:
    """Send a notice to the person whom it names; one that names nobody yet is only multiplied, by `record`."""
    if "user_id" not in item.data:
        return Delivered(provider_id="")
    notice: Notice = find_staff_notice(item.data["notice"])
    user = notice.recipient(item.account_id, item.data["user_id"])
    if user is None:
        return Undeliverable(reason="not concerned any more")
    return _hand_over(notice, accounts.load_account(item.account_id), user, item)


def record(tx: Transaction, item: OutboxItem, _outcome: Outcome, _final: bool) -> None:
    """Write a message for each person, or administrator, in the transaction that settles the one for all of them."""
    if "user_id" in item.data:
        return
    named = item.data.get("user_ids") or [each.id for each in list_administrators(item.account_id)]
    queue_notices(tx, account_id=item.account_id, data=item.data, user_ids=named)


def _hand_over(notice: Notice, account: Account, user: User, item: OutboxItem) -> Outcome:
    letter = render_notice(
        notice,
        language=account.language,
        account_name=account.shown_name,
        base=settings().public_base_url,
        params=item.data["params"],
    )
    return hand_over(letter, to=user.email, message_id=item.id)


NOTICE = Courier(send, record)
