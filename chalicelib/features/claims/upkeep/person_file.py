"""The claims of a client in the export of everything that is held about it."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.claims import service
from chalicelib.features.claims.model import Claim, Entry, Wanted
from chalicelib.features.claims.service import Page
from chalicelib.features.claims.table.deadlines import list_deadlines
from chalicelib.features.claims.table.decisions import list_decisions
from chalicelib.features.claims.table.referrals import list_referrals
from chalicelib.features.claims.upkeep.person_documents import HeldDocument, documents_of, files_of, held_document
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.personal import HeldFile
from chalicelib.identity import directory
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.identity.principals import label_of

_NOT_SEEN = N_("This client has claims. Whoever made this file sees none: ask an administrator.")
#: Fields that say nothing about the person.
_INTERNAL = {"account_id", "rules"}
_PAGE = 100


def files(caller: Caller, client: Client, language: Language) -> Iterator[HeldFile]:
    """Yield claims.json with the client's claims and the files of their documents; a note for callers who see none."""
    wanted = Wanted(client_id=client.id)
    if not service.list_claims(caller, wanted, limit=1, position=None).items:
        return
    if not may(caller, "claims:read"):
        yield HeldFile("claims.txt", text(language, _NOT_SEEN).encode())
        return
    claims = _all(lambda after: service.list_claims(caller, wanted, limit=_PAGE, position=after))
    histories = [_history(caller, each) for each in claims]
    documents = documents_of(claims, language)
    held = {
        "claims": [_held(*each, documents) for each in zip(claims, histories, strict=True)],
        "people": _people(caller, claims, histories, language),
    }
    yield HeldFile("claims.json", json.dumps(held, ensure_ascii=False, indent=1).encode())
    yield from files_of(documents)


def _all[T](read: Callable[[str | None], Page[T]]) -> list[T]:
    found, after = list[T](), None
    while True:
        page = read(after)
        found += page.items
        after = page.position
        if after is None:
            return found


def _history(caller: Caller, claim: Claim) -> list[Entry]:
    return _all(lambda after: service.list_history(caller, claim.id, limit=_PAGE, position=after))


def _held(claim: Claim, history: list[Entry], documents: Sequence[HeldDocument]) -> dict[str, Any]:
    """Return a claim with everything in its collection: the history oldest first, other parts as they are listed."""
    deadlines = list_deadlines(claim.account_id, claim.id).values()
    return {
        **_plain(claim),
        "decisions": [_plain(each) for each in list_decisions(claim.account_id, claim.id)],
        "deadlines": [_plain(each) for each in deadlines],
        "referrals": [_plain(each) for each in list_referrals(claim.account_id, claim.id)],
        "documents": [held_document(each, claim) for each in documents if each.document.claim_id == claim.id],
        "history": [each.model_dump(mode="json") for each in reversed(history)],
    }


def _plain(part: BaseModel) -> dict[str, Any]:
    return part.model_dump(mode="json", exclude_none=True, exclude=_INTERNAL)


def _people(caller: Caller, claims: list[Claim], histories: list[list[Entry]], language: Language) -> dict[str, str]:
    actors = {entry.actor for each in histories for entry in each}
    actors |= {actor for each in claims for actor in (each.opened_by, each.handler) if actor}
    named = directory.name_users(caller.account_id, actors)
    return {each: named.get(each) or text(language, label_of(each)) for each in sorted(actors)}
