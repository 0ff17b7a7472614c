"""Entries of a case's timeline about its claim: each kind is a sentence, in every language."""

import ast

import pytest

from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.features.cases.console.timeline import writers
from chalicelib.features.claims import moving
from chalicelib.features.claims.stages import Move
from tests.architecture.source import sources
from tests.cases.unit.test_history import said_in


def noted() -> set[str]:
    """Return the kinds that are noted on cases' timelines: of the moves, and each literal passed to `note`."""
    literals = {
        keyword.value.value
        for source in sources("chalicelib/features/claims")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"note", "events.note"}
        for keyword in node.keywords
        if keyword.arg == "type" and isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str)
    }
    return literals | set(moving.EVENTS.values())


def test_whatever_is_noted_of_claims_has_words() -> None:
    assert {"claim.assigned", "claim.updated", "claim.sent"} <= noted()
    assert noted() <= writers().keys()
    assert set(moving.EVENTS) == set(Move)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_of_a_claim_is_a_sentence_of_the_language(language: Language) -> None:
    kinds = [kind for kind in writers() if kind.startswith("claim.")]
    said = {kind: writers()[kind](said_in(language), {"reason": "", "to": "user:anna"})[0] for kind in kinds}

    assert len(set(said.values())) > 10
    assert [kind for kind, words in said.items() if not words or "claim." in words or set("{}_") & set(words)] == []
    if language == "ru":
        assert [kind for kind, words in said.items() if not any("а" <= letter <= "я" for letter in words)] == []
