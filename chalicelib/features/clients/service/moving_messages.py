"""E-mails to agents whose base a client leaves or enters; they are written when they are sent."""

from collections.abc import Mapping

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.autolinks import unlinked
from chalicelib.base.settings import settings
from chalicelib.features.clients import table
from chalicelib.features.clients.base_moves import BaseMove
from chalicelib.features.clients.model import HOUSE, Client
from chalicelib.features.clients.notices import ENTERED, LEFT
from chalicelib.identity.administrators import find_member
from chalicelib.messaging.notices import Notice, render_notice
from chalicelib.messaging.to_staff import hand_over
from chalicelib.outbox import service as outbox
from chalicelib.outbox.model import OutboxItem, Outcome, Undeliverable
from chalicelib.tenancy import service as accounts

#: The kind of the outbox's items, which the manifest names the courier of.
MESSAGE = "client_moved"
_NOTICES: Mapping[str, Notice] = {"left": LEFT, "entered": ENTERED}


def queue(tx: Transaction, before: Client, after: Client) -> None:
    """Queue an e-mail to each agent whom a client's move concerns. The former agent is not told who the new one is."""
    for way, agent_id in (("left", before.agent_id), ("entered", after.agent_id)):
        if agent_id is not None:
            ids = {"kind": MESSAGE, "client_id": after.id, "user_id": agent_id, "way": way, "channel": "email"}
            outbox.queue_message(tx, account_id=after.account_id, data=ids)


def queue_base(tx: Transaction, moved: BaseMove) -> None:
    """Queue an e-mail to both agents of a finished move of a base: one for all its clients."""
    for way, agent_id in (("all_left", moved.former), ("all_entered", moved.present)):
        if agent_id != HOUSE and moved.moved:
            params = {"count": str(moved.moved)}
            notice = {"notice": f"clients_{way}", "user_id": agent_id, "params": params, "channel": "email"}
            outbox.queue_message(tx, account_id=moved.account_id, data=notice)


def send(item: OutboxItem) -> Outcome:
    """Send the e-mail to an agent who has access still, about a client that is there still."""
    client = table.get_client(item.account_id, item.data["client_id"])
    user = find_member(item.account_id, item.data["user_id"])
    if client is None or client.blocked is not None or user is None:
        return Undeliverable(reason="not concerned any more")
    account = accounts.load_account(item.account_id)
    letter = render_notice(
        _NOTICES[item.data["way"]],
        language=account.language,
        account_name=account.shown_name,
        base=settings().public_base_url,
        params={"client": unlinked(client.shown_name), "client_id": client.id},
    )
    return hand_over(letter, to=user.email, message_id=item.id)


def record(tx: Transaction, item: OutboxItem, outcome: Outcome, final: bool) -> None:
    """Record nothing: the outbox's item is the record."""
