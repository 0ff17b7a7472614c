"""The requests of a client in the export of everything that is held about it."""

import json
from collections.abc import Iterator
from typing import Any

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.personal import HeldFile
from chalicelib.features.conversations import table
from chalicelib.features.conversations.access import sees_all
from chalicelib.features.conversations.model import Ticket
from chalicelib.features.conversations.table import threads
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may

_NOT_SEEN = N_(
    "This client has written requests. Whoever made this file does not see all of them: ask an administrator."
)
#: Requests beyond this are left to an administrator's search.
_MOST = 1000
#: Fields that say nothing about the person.
_INTERNAL = {"account_id", "since", "ends_at", "warned", "overdue", "handler", "version", "changed_at"}


def files(caller: Caller, client: Client, language: Language) -> Iterator[HeldFile]:
    """Yield requests.json with requests, messages and notes; a note for callers who don't see all desks."""
    found, _ = table.list_of_client(client.account_id, client.id, limit=_MOST)
    if not found:
        return
    if not (may(caller, "tickets:read") and sees_all(caller)):
        yield HeldFile("requests.txt", text(language, _NOT_SEEN).encode())
        return
    held = {"requests": [_held(each) for each in found]}
    yield HeldFile("requests.json", json.dumps(held, ensure_ascii=False, indent=1).encode())


def _held(ticket: Ticket) -> dict[str, Any]:
    ids = (ticket.account_id, ticket.id)
    said = threads.list_messages(*ids)
    notes = [each for each in table.list_entries(*ids) if each.type == "noted"]
    return {
        **ticket.model_dump(mode="json", exclude_none=True, exclude=_INTERNAL),
        "messages": [each.model_dump(mode="json", include={"side", "text", "at"}) for each in said],
        "notes": [{"at": each.at.isoformat(), "text": each.data.get("text", "")} for each in notes],
    }
