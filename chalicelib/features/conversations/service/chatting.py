"""Conversations about claims: shown, continued and read by both sides.

A thread has the id of its claim. A message is one transaction that checks the claim's stage, and writes nothing of it.
"""

from collections.abc import Sequence

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.aws.rate_limits import count_attempt_in
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict
from chalicelib.base.languages import N_
from chalicelib.features.claims import machine
from chalicelib.features.claims import service as claims
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.moving import moment_of
from chalicelib.features.claims.stages import Move, Stage
from chalicelib.features.claims.stages import Side as ClaimSide
from chalicelib.features.conversations.refusals import no_claim
from chalicelib.features.conversations.service.answering import count_answer, expected_answer
from chalicelib.features.conversations.service.attaching import attached_to, require_attachable
from chalicelib.features.conversations.service.away import told_later
from chalicelib.features.conversations.service.talks import (
    NewMessage,
    Page,
    Thread,
    Written,
    ends_of,
    messages_of,
    name_of,
    name_of_staff,
    note_read,
    side_of,
)
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.threads import Draft, Head, Message, Side, next_message
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.outbox import service as outbox

_CLOSED = N_("This claim is closed, so nobody can write here. Reopen it, then write.")
_REJECTED = N_("This claim was rejected, and the time to undo that is over. Nobody can write here any more.")
_TOO_MANY = N_("You have written very much in a short time. Wait a minute, then send it again.")
#: Messages of one person, or one back-end, in a minute.
_PER_MINUTE, _MINUTE = 60, 60


def show_thread(
    caller: Caller, claim_id: str, *, after: int | None = None, before: int | None = None, limit: int = 50
) -> Thread[Claim]:
    """Return messages of a claim in their order: those after a number, else the latest, all before a number.

    A GetItem beside the calls of `thread_of`. Raises NotFound.
    """
    return thread_of(caller, _claim(caller, claim_id), Page(after, before, limit))


def thread_of(caller: Caller, claim: Claim, page: Page) -> Thread[Claim]:
    """Return a page of the conversation about a claim that the caller may know of.

    Query and BatchGetItem, however long it is; another one for files.
    """
    found = messages_of(claim.account_id, claim.id, page)
    can_write = refusal_of(claim) is None
    asks = can_write and side_of(caller) is Side.CLIENT
    return Thread(
        of=claim,
        messages=found,
        files=attached_to(claim, found),
        **ends_of(caller, claim.id)._asdict(),
        can_write=can_write,
        handler=name_of_handler(claim),
        expected=expected_answer(claim.account_id) if asks else None,
    )


def write(caller: Caller, claim_id: str, new: NewMessage) -> Written:
    """Add a message to the conversation about a claim. Idempotent by its id, also after the claim is closed.

    Raises NotFound, Invalid, QuotaExceeded, and Conflict with the stage once nobody can write any more.
    """
    return retry_stale(lambda: _write(caller, claim_id, new))


def check(caller: Caller, claim_id: str, attachments: Sequence[str] | None) -> None:
    """Raise Invalid with everything that a message would be refused for; nothing is written. Raises NotFound."""
    require_attachable(_claim(caller, claim_id), attachments or (), side_of(caller))


def mark_read(caller: Caller, claim_id: str, number: int) -> None:
    """Note the last message that a caller has read. A lower number changes nothing. Raises NotFound."""
    answers = side_of(caller) is Side.CLIENT or may(caller, "claims:write")
    note_read(caller, _claim(caller, claim_id).id, number, for_side=answers)


def name_of_handler(claim: Claim) -> str:
    """Return the name of a claim's handler; the account's for one without a name, empty if nobody handles it."""
    return name_of_staff(claim.account_id, claim.handler) if claim.handler else ""


def _write(caller: Caller, claim_id: str, new: NewMessage) -> Written:
    claim, author = _claim(caller, claim_id), caller.actor
    ids = (claim.account_id, claim.id)
    known = threads.find_said(*ids, author=author, id=new.id)
    if known is not None:
        return Written(known, attached_to(claim, [known]), is_new=False)
    refused = refusal_of(claim)
    if refused is not None:
        raise refused
    require_attachable(claim, new.attachments, side_of(caller))
    tx, before = Transaction(), _head_of(claim)
    draft = Draft(
        id=new.id,
        side=side_of(caller),
        author=author,
        text=new.text,
        at=now(),
        name=name_of(caller),
        attachments=new.attachments,
    )
    after, message = next_message(before, draft)
    after = after.model_copy(update={"client_id": claim.client_id, "handler": claim.handler})
    after = told_later(after, message.side.other, message.at)
    count_answer(tx, before, message)
    threads.append(tx, before, after, message)
    claims.demand_unchanged(tx, claim)
    _publish(tx, claim, message)
    count_attempt_in(tx, "claim-messages", author, limit=_PER_MINUTE, seconds=_MINUTE, refusal=_TOO_MANY)
    tx.commit()
    return Written(message, attached_to(claim, [message]), is_new=True)


def _publish(tx: Transaction, claim: Claim, message: Message) -> None:
    """Publish a message to back-ends, without its words."""
    told = {
        "message_id": f"{claim.id}#{message.number}",
        "claim_id": claim.id,
        "case_id": claim.case_id,
        "client_id": claim.client_id,
        "seq": message.number,
        "side": message.side.value,
        "author": message.author,
        "attachments": len(message.attachments),
    }
    outbox.publish(tx, account_id=claim.account_id, type="claim.message.created", version=1, data=told)


def _claim(caller: Caller, claim_id: str) -> Claim:
    claim = claims.load_claim(caller.account_id, claim_id)
    if not claims.sees_claim(caller, claim):
        raise no_claim()
    return claim


def _head_of(claim: Claim) -> Head:
    found = threads.get_head(claim.account_id, claim.id)
    return found or Head(account_id=claim.account_id, thread_id=claim.id, kind="claim")


def refusal_of(claim: Claim) -> Conflict | None:
    """Return the refusal of messages at the stage of a claim; None as long as both sides can write.

    A rejected claim takes them for as long as its client can undo that.
    """
    if claim.stage is Stage.CLOSED:
        return Conflict(_CLOSED, extra={"reason": "closed", "stage": claim.stage})
    if claim.stage is not Stage.REJECTED:
        return None
    moment = moment_of(claim.account_id)
    if machine.refusal(claim, Move.UNDO_REJECTION, by=ClaimSide.CLIENT, now=moment) is None:
        return None
    return Conflict(_REJECTED, extra={"reason": "closed", "stage": claim.stage})
