"""A conversation with very many messages, written straight into moto's table; by its API it would take minutes."""

from datetime import timedelta

from moto.dynamodb.models import dynamodb_backends

from chalicelib.aws.chat_items import thread_key
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.ids import new_ulid
from chalicelib.features.claims import service as claims
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.table.rows import MessageRow
from chalicelib.features.conversations.threads import Draft, Head, Side, next_message


def write_messages(account_id: str, claim_id: str, count: int) -> None:
    """Write messages of both sides in turn, one a second until now, into the conversation about a claim."""
    claim = claims.load_claim(account_id, claim_id)
    before = threads.get_head(account_id, claim_id) or Head(account_id=account_id, thread_id=claim_id, kind="claim")
    table = dynamodb_backends["123456789012"]["eu-central-1"].get_table("chat")
    head, moment = before, now()
    for number in range(1, count + 1):
        side = Side.CLIENT if number % 2 else Side.STAFF
        at = moment - timedelta(seconds=count - number)
        draft = Draft(id=new_ulid(), side=side, author=f"{side}:1", name="Ana", text=f"№ {number}", at=at)
        head, message = next_message(head, draft)
        if number < count:
            document = message.model_dump(mode="json")
            row = MessageRow(thread_key(account_id, claim_id), f"msg#{message.number:08d}", document=document)
            table.put_item(row.serialize())
    after, tx = head.model_copy(update={"client_id": claim.client_id, "handler": claim.handler}), Transaction()
    threads.append(tx, before, after, message)
    tx.commit()
