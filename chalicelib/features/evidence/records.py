"""A claim as the texts of its evidence: facts, history, decisions, deadlines, documents, with the people who acted."""

import json
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from chalicelib.base.languages import Language, text
from chalicelib.features.cases.model import Case, TimelineEntry
from chalicelib.features.cases.table import read_collection
from chalicelib.features.claims import table
from chalicelib.features.claims.documents.model import ClaimDocument
from chalicelib.features.claims.documents.reasons import reason_of, slot_label
from chalicelib.features.claims.model import Claim, Entry
from chalicelib.features.claims.table.deadlines import list_deadlines
from chalicelib.features.claims.table.decisions import list_decisions
from chalicelib.identity import directory
from chalicelib.identity.principals import label_of

_PAGE = 200
#: Fields that only this system uses.
_INTERNAL = {"account_id", "version_id", "has_preview", "due_at", "told"}


def texts_of(claim: Claim, named: Sequence[tuple[str, ClaimDocument]], language: Language) -> dict[str, bytes]:
    """Return the JSON files of a claim by name; `named`: its documents with their names in the bundle."""
    history, collection = _history(claim), read_collection(claim.account_id, claim.case_id)
    timeline = [each for each in collection if isinstance(each, TimelineEntry)]
    decisions = list_decisions(claim.account_id, claim.id)
    actors = {claim.opened_by, *(each.actor for each in history), *(each.actor for each in timeline)}
    actors |= {each for each in (claim.handler, *(document.added_by for _, document in named)) if each}
    parts = {
        "claim.json": {
            "claim": _plain(claim),
            "case": next((_plain(each) for each in collection if isinstance(each, Case)), None),
            "people": _people(claim, actors, language),
        },
        "timeline.json": {
            "claim": [each.model_dump(mode="json") for each in history],
            "case": [each.model_dump(mode="json") for each in timeline],
        },
        "decisions.json": {"decisions": [_plain(each) for each in reversed(decisions)]},
        "deadlines.json": {"deadlines": _deadlines(claim)},
        "documents.json": {"documents": [_document(claim, name, each, language) for name, each in named]},
    }
    return {name: json.dumps(part, ensure_ascii=False, indent=1).encode() for name, part in parts.items()}


def _history(claim: Claim) -> list[Entry]:
    """Return the history of a claim, the oldest entry first."""
    found, after = list[Entry](), None
    while True:
        page, after = table.list_entries(claim.account_id, claim.id, after=after, limit=_PAGE)
        found += page
        if after is None:
            return found[::-1]


def _deadlines(claim: Claim) -> list[dict[str, Any]]:
    """Return the deadlines of a claim, each with its rule: the law, the effect, and the side that must act."""
    rules = {each.code: _plain(each) for each in claim.rules.deadlines}
    kept = list_deadlines(claim.account_id, claim.id)
    return [{**_plain(each), "rule": rules.get(code)} for code, each in sorted(kept.items())]


def _document(claim: Claim, name: str, document: ClaimDocument, language: Language) -> dict[str, Any]:
    words = {"label": slot_label(claim, document.slot, language), "reason": reason_of(claim, document, language)}
    return {**_plain(document), **words, "file": name}


def _plain(part: BaseModel) -> dict[str, Any]:
    return part.model_dump(mode="json", exclude_none=True, exclude=_INTERNAL | {"rules"})


def _people(claim: Claim, actors: set[str], language: Language) -> dict[str, str]:
    named, goods = directory.name_users(claim.account_id, actors), claim.facts.is_of_goods
    return {each: named.get(each) or text(language, label_of(each, with_goods=goods)) for each in sorted(actors)}
