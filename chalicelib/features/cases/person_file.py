"""The cases of a client in the export of everything that is held about it."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.cases import service
from chalicelib.features.cases.model import Case
from chalicelib.features.cases.service import CaseCollection
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.personal import HeldFile
from chalicelib.identity import directory
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.identity.principals import label_of

#: Cases in an export: those of one person are few, and an answer has to leave within 29 seconds.
MOST = 1000
_AT_ONCE, _PAGE = 8, 100
#: Fields that say nothing about the person.
_INTERNAL = {"account_id", "filed", "terms_rule", "to_review", "review_since", "waits"}


def files(caller: Caller, client: Client, language: Language) -> Iterator[HeldFile]:
    """Yield cases.json with the client's cases and their timelines; a note for callers who see no cases."""
    if not client.cases:
        return
    if not may(caller, "cases:read"):
        said = text(language, N_("Cases name this client. Whoever made this file sees no cases: ask an administrator."))
        yield HeldFile("cases.txt", said.encode())
        return
    found = read_cases(caller, client)
    held = {
        "cases": [_held(each) for each in found],
        "complete": len(found) >= client.cases,
        "people": _people(client.account_id, found, language),
    }
    yield HeldFile("cases.json", json.dumps(held, ensure_ascii=False, indent=1).encode())


def read_cases(caller: Caller, client: Client) -> list[CaseCollection]:
    """Return a client's cases with everything in them, newest first: a Query each, several at a time."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(lambda case: service.show_collection(caller, case.id), _list(caller, client)))


def _list(caller: Caller, client: Client) -> list[Case]:
    found: list[Case] = []
    position: str | None = None
    while len(found) < MOST:
        page = service.list_of_client(caller, client.id, limit=_PAGE, position=position)
        found += page.items
        position = page.position
        if position is None:
            break
    return found


def _held(collection: CaseCollection) -> dict[str, Any]:
    case: Case = collection.case
    timeline = [each.model_dump(mode="json") for each in collection.timeline]
    return {**case.model_dump(mode="json", exclude_none=True, exclude=_INTERNAL), "timeline": timeline}


def _people(account_id: str, found: list[CaseCollection], language: Language) -> dict[str, str]:
    actors = {entry.actor for each in found for entry in each.timeline}
    actors |= {actor for each in found for actor in (each.case.created_by, each.case.handler) if actor}
    named = directory.name_users(account_id, actors)
    return {each: named.get(each) or text(language, label_of(each)) for each in sorted(actors)}
