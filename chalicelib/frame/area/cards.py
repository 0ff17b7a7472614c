"""Cards of the home page: each feature draws its own, for the things of the person."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from chalicelib.base.installed import area_cards
from chalicelib.base.languages import Language
from chalicelib.identity.area.model import AreaCaller


class Card(NamedTuple):
    """A card to draw: its template, and the values that this reads in `card`."""

    template: str
    values: Mapping[str, Any]


def cards_for(caller: AreaCaller, language: Language) -> list[Card]:
    """Return the cards of a person in their order; a feature without anything to show returns None for its card."""
    allowed = [(feature, each) for feature, each in area_cards() if each.permission in caller.scopes]
    drawn = ((each.template, feature.load(each.values)(caller, language)) for feature, each in allowed)
    return [Card(template, values) for template, values in drawn if values is not None]
