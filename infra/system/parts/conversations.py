"""Conversations: threads of messages, and clients' requests."""

from infra.system.grants import READ_AND_WRITE, allow
from infra.system.model import Index, Part, Table

CHAT = Table(name="chat", stream="NEW_IMAGE", indexes=(Index(name="by_due", keys=("due_pk", "due_at")),))

PART = Part(
    tables=(CHAT,),
    # Not by_due, which goes across accounts.
    api=(allow("Chat", READ_AND_WRITE, CHAT.arn),),
)
