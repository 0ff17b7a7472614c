"""Words of deadlines: each moment that one can wait for is named in each language."""

import pytest

from chalicelib.base.languages import LANGUAGES
from chalicelib.features.claims.deadlines.model import Deadline
from chalicelib.features.claims.deadlines.words import fact_of, waits_for
from chalicelib.features.claims.facts import ClaimFacts


def test_each_moment_that_a_deadline_can_wait_for_has_words_of_its_own() -> None:
    moments = [name for name in ClaimFacts.model_fields if name.endswith("_at")]
    said = {(name, language): fact_of(name, language) for name in moments for language in LANGUAGES}

    assert {"decided_at", "sued_at", "complete_at"} <= set(moments)
    assert [each for each, words in said.items() if not words or "_" in words] == []
    assert len(set(said.values())) == len(said)
    assert said["decided_at", "ru"] == "решение по убытку"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (ClaimFacts(goods="pallet"), "pendiente de: la entrega de la mercancía al porteador"),
        (ClaimFacts(), "pendiente de: la entrega al taller"),
    ],
)
def test_goods_are_handed_over_to_the_carrier_and_vehicles_to_the_workshop(facts: ClaimFacts, said: str) -> None:
    waiting = Deadline(code="repair", waits_for="taken_over_at")

    assert waits_for(waiting, facts, "es") == said
    assert waits_for(waiting.model_copy(update={"state": "met"}), facts, "es") == ""
