"""The requests and conversations of a client in the export of everything that is held about it."""

import json
from collections.abc import Iterator
from typing import Any

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.personal import HeldFile
from chalicelib.features.conversations import table
from chalicelib.features.conversations.access import sees_all
from chalicelib.features.conversations.model import Ticket
from chalicelib.features.conversations.table import places, threads
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may

_NOT_SEEN = N_(
    "This client has written requests. Whoever made this file does not see all of them: ask an administrator."
)
_CLAIMS_NOT_SEEN = N_("This client has written about claims. Whoever made this file sees none: ask an administrator.")
#: Requests, and conversations, beyond this are left to an administrator's search.
_MOST = 1000
#: Fields that say nothing about the person.
_INTERNAL = {"account_id", "since", "ends_at", "warned", "overdue", "handler", "version", "changed_at"}


def files(caller: Caller, client: Client, language: Language) -> Iterator[HeldFile]:
    """Yield requests.json and conversations.json with both sides' words; a note for callers who don't see all."""
    yield from _requests(caller, client, language)
    yield from _conversations(caller, client, language)


def _requests(caller: Caller, client: Client, language: Language) -> Iterator[HeldFile]:
    found, _ = table.list_of_client(client.account_id, client.id, limit=_MOST)
    if found and not (may(caller, "tickets:read") and sees_all(caller)):
        yield HeldFile("requests.txt", text(language, _NOT_SEEN).encode())
    elif found:
        yield _file("requests", [_held(each) for each in found])


def _conversations(caller: Caller, client: Client, language: Language) -> Iterator[HeldFile]:
    heads, _ = places.list_latest(client.account_id, [f"client#{client.id}"], limit=_MOST)
    found = [each.thread_id for each in heads if each.kind == "claim"]
    if found and not may(caller, "claims:read"):
        yield HeldFile("conversations.txt", text(language, _CLAIMS_NOT_SEEN).encode())
    elif found:
        said = {each: threads.list_messages(client.account_id, each) for each in found}
        told = {"side", "name", "text", "at", "attachments"}
        yield _file(
            "conversations",
            [
                {"claim_id": claim_id, "messages": [each.model_dump(mode="json", include=told) for each in messages]}
                for claim_id, messages in said.items()
            ],
        )


def _file(name: str, held: list[dict[str, Any]]) -> HeldFile:
    return HeldFile(f"{name}.json", json.dumps({name: held}, ensure_ascii=False, indent=1).encode())


def _held(ticket: Ticket) -> dict[str, Any]:
    ids = (ticket.account_id, ticket.id)
    said = threads.list_messages(*ids)
    notes = [each for each in table.list_entries(*ids) if each.type == "noted"]
    return {
        **ticket.model_dump(mode="json", exclude_none=True, exclude=_INTERNAL),
        "messages": [each.model_dump(mode="json", include={"side", "text", "at"}) for each in said],
        "notes": [{"at": each.at.isoformat(), "text": each.data.get("text", "")} for each in notes],
    }
