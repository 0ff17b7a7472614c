"""Threads follow their claims: handlers, clients, ends."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.ids import new_ulid
from chalicelib.features.claims.model import Claim
from chalicelib.features.conversations.service.chatting import name_of_handler
from chalicelib.features.conversations.sockets import signals
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.threads import HANDLER, Draft, Side, next_message
from chalicelib.identity.principals import System, actor_of


def claim_changed(tx: Transaction, before: Claim | None, after: Claim) -> None:
    """Note a changed claim for open pages, and let its conversation follow handler, client and end."""
    signals.claim_changed(tx, before, after)
    _follow(tx, before, after)


def _follow(tx: Transaction, before: Claim | None, after: Claim) -> None:
    """Note another handler in the conversation, and write its places in lists anew.

    GetItem if handler, client or end has changed. A message at the same moment makes the transaction Stale.
    """
    if before is None or _followed(before) == _followed(after):
        return
    head = threads.get_head(after.account_id, after.id)
    if head is None:
        return
    changed = head.model_copy(update={"client_id": after.client_id, "handler": after.handler})
    if not after.is_open:
        changed = changed.model_copy(update={"waiting_since": None})
    if after.handler is None or after.handler == before.handler:
        threads.put_head(tx, head, changed)
        return
    draft = Draft(
        id=new_ulid(),
        side=Side.STAFF,
        author=actor_of(System()),
        text="",
        at=now(),
        name=name_of_handler(after),
        event=HANDLER,
    )
    ends, message = next_message(changed, draft)
    threads.append(tx, head, ends, message)


def _followed(claim: Claim) -> tuple[object, ...]:
    return claim.client_id, claim.handler, claim.is_open
