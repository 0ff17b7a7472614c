"""Limits of the texts of consents, and of the laws that retention names."""

import pytest

from chalicelib.base.errors import Invalid
from chalicelib.features.clients.personal import Purpose
from chalicelib.features.clients.service import ruling
from chalicelib.features.clients.service.ruling import NewText, RuleChanges
from chalicelib.features.clients.settings import Retention
from tests.support.world import World


def change_text(world: World, text: str, *, version: int = 0) -> int:
    """Replace the Russian text of a consent; return its version."""
    changes = RuleChanges(texts=(NewText(Purpose.ADVERTISING, "ru", text),))
    changed = ruling.change_rules(world.admin, changes, version=version).value.find_text(Purpose.ADVERTISING, "ru")
    assert changed is not None
    return changed.version


def test_a_text_has_at_most_8000_characters(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        change_text(world, "я" * 8001)

    assert [each.pointer for each in refused.value.errors] == ["/text"]
    assert change_text(world, "я" * 8000) == 1


def test_the_version_of_a_text_rises_with_another_text_alone(world: World) -> None:
    assert [change_text(world, text, version=at) for at, text in enumerate(("Да.", "Да.", "Нет."))] == [1, 1, 2]


@pytest.mark.parametrize("law", ["", "  ", "x" * 201])
def test_retention_names_its_law(world: World, law: str) -> None:
    wrong = Retention.model_construct(years=5, law=law)

    with pytest.raises(Invalid) as refused:
        ruling.change_rules(world.admin, RuleChanges(retention={"policies": wrong, "cases": wrong}), version=0)

    assert [each.pointer for each in refused.value.errors] == ["/policies/law", "/cases/law"]
    right = Retention(years=5, law="x" * 200)
    ruling.change_rules(world.admin, RuleChanges(retention={"policies": right, "cases": None}), version=0)
    assert ruling.show_rules(world.admin).value.policies == right
