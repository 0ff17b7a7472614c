"""Words of deadlines: each moment that one can wait for is named in each language."""

from chalicelib.base.languages import LANGUAGES
from chalicelib.features.claims.deadlines.words import fact_of
from chalicelib.features.claims.facts import ClaimFacts


def test_each_moment_that_a_deadline_can_wait_for_has_words_of_its_own() -> None:
    moments = [name for name in ClaimFacts.model_fields if name.endswith("_at")]
    said = {(name, language): fact_of(name, language) for name in moments for language in LANGUAGES}

    assert {"decided_at", "sued_at", "complete_at"} <= set(moments)
    assert [each for each, words in said.items() if not words or "_" in words] == []
    assert len(set(said.values())) == len(said)
    assert said["decided_at", "ru"] == "решение по убытку"
