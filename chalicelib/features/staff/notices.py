"""E-mails to the people of an account: a disabled endpoint of webhooks, an invitation that leads nowhere.

A notice to the administrators is one message in the outbox; it becomes one for each of them.
"""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.settings import settings
from chalicelib.identity.administrators import find_invited, find_member, list_administrators
from chalicelib.identity.factors.model import FactorEvent
from chalicelib.identity.model import User
from chalicelib.messaging.notices import FACTOR_NOTICES, INVITED_ELSEWHERE, render_notice
from chalicelib.messaging.to_staff import hand_over
from chalicelib.outbox import service as notifications
from chalicelib.outbox.kinds import Courier
from chalicelib.outbox.model import Delivered, OutboxItem, Outcome, Undeliverable
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: More would not fit a transaction, and nobody has as many.
ADMINISTRATORS_TOLD = 50


def queue_invitation(tx: Transaction, *, user: User) -> None:
    """Queue the explanation of an invitation that leads nowhere, for a person with another account
    (identity/people.py).
    """
    data = {"notice": INVITED_ELSEWHERE, "params": {}, "user_id": user.id}
    notifications.queue_message(tx, account_id=user.account_id, data=data)


def queue_factor_notice(tx: Transaction, *, user: User, event: FactorEvent, codes_left: int = 0) -> None:
    """Queue the notice of a change to a person's own second factor (identity/factors)."""
    data = {"notice": f"factor_{event}", "params": {"left": str(codes_left)}, "user_id": user.id}
    notifications.queue_message(tx, account_id=user.account_id, data=data)


def send(item: OutboxItem) -> Outcome:
    """Send a notice to the person whom it names; one that names nobody yet is only multiplied, by `record`."""
    if "user_id" not in item.data:
        return Delivered(provider_id="")
    user = _recipient(item)
    if user is None:
        return Undeliverable(reason="not concerned any more")
    return _hand_over(accounts.load_account(item.account_id), user, item)


def record(tx: Transaction, item: OutboxItem, _outcome: Outcome, _final: bool) -> None:
    """Write a message for each administrator, in the transaction that settles the one for all of them."""
    if "user_id" in item.data:
        return
    for user in list_administrators(item.account_id)[:ADMINISTRATORS_TOLD]:
        notifications.queue_message(tx, account_id=item.account_id, data={**item.data, "user_id": user.id})


def _recipient(item: OutboxItem) -> User | None:
    if item.data["notice"] == INVITED_ELSEWHERE:
        return find_invited(item.account_id, item.data["user_id"])
    if item.data["notice"] in FACTOR_NOTICES:
        return find_member(item.account_id, item.data["user_id"])
    return next((each for each in list_administrators(item.account_id) if each.id == item.data["user_id"]), None)


def _hand_over(account: Account, user: User, item: OutboxItem) -> Outcome:
    letter = render_notice(
        item.data["notice"],
        language=account.language,
        account_name=account.shown_name,
        base=settings().public_base_url,
        params=item.data["params"],
    )
    return hand_over(letter, to=user.email, message_id=item.id)


NOTICE = Courier(send, record)
