"""The policies and quotes of a client in the export of everything that is held about it."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.personal import HeldFile
from chalicelib.features.policies import service, table
from chalicelib.features.policies.model import Policy, Quote
from chalicelib.features.policies.service import Wanted
from chalicelib.features.policies.table import quotes
from chalicelib.identity import directory
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.identity.principals import label_of

_NOT_SEEN = N_("This client has policies or quotes. Whoever made this file sees none: ask an administrator.")
#: Fields that say nothing about the person; commission is the agent's.
_INTERNAL = {"account_id", "terms_rule", "listed", "commission", "told_ended"}
_PAGE = 100


class _Page[T](Protocol):
    @property
    def items(self) -> Sequence[T]: ...

    @property
    def position(self) -> str | None: ...


def files(caller: Caller, client: Client, language: Language) -> Iterator[HeldFile]:
    """Yield policies.json with the policies and quotes that the caller sees; a note for callers who see none."""
    if not client.policies and not quotes.list_of_client(client.account_id, client.id, after=None, limit=1)[0]:
        return
    if not may(caller, "policies:read"):
        yield HeldFile("policies.txt", text(language, _NOT_SEEN).encode())
        return
    wanted = Wanted(client_id=client.id)
    found = _all(lambda after: service.list_policies(caller, wanted, limit=_PAGE, position=after))
    quoted = _all(lambda after: service.list_quotes(caller, client_id=client.id, limit=_PAGE, position=after))
    held = {
        "policies": [_held(each) for each in found],
        "quotes": [{**_held(each.quote), "status": each.status.value} for each in quoted],
        "complete": len(found) >= client.policies,
        "people": _people(caller, [*found, *(each.quote for each in quoted)], language),
    }
    yield HeldFile("policies.json", json.dumps(held, ensure_ascii=False, indent=1).encode())


def _all[T](read: Callable[[str | None], _Page[T]]) -> list[T]:
    found, after = list[T](), None
    while True:
        page = read(after)
        found += page.items
        after = page.position
        if after is None:
            return found


def _held(thing: Policy | Quote) -> dict[str, Any]:
    history = [each.model_dump(mode="json") for each in table.list_changes(thing.account_id, thing.id)]
    return {**thing.model_dump(mode="json", exclude_none=True, exclude=_INTERNAL), "history": history}


def _people(caller: Caller, things: Iterable[Policy | Quote], language: Language) -> dict[str, str]:
    actors = {each.created_by for each in things}
    known = actors if caller.role != "agent" else actors & {caller.actor}  # agents don't learn who served a client
    named = directory.name_users(caller.account_id, known)
    return {each: named.get(each) or text(language, label_of(each)) for each in sorted(actors)}
