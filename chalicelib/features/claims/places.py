"""Places to choose a time zone by: countries, and cities of those with several zones. `infra.places` makes the file."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from unicodedata import combining, normalize

from chalicelib.base.languages import LANGUAGES, Language


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Return the names of places by zone, in the order of our languages."""
    written = files("chalicelib.features.claims").joinpath("places.json").read_text(encoding="utf-8")
    return {zone: tuple(names) for zone, names in json.loads(written).items()}


def place_of(zone: str, language: Language) -> str:
    """Return the place of a zone in words; one without words by its name in the IANA database."""
    known = _names().get(zone)
    return known[LANGUAGES.index(language)] if known else zone


def places(language: Language, chosen: str = "") -> list[tuple[str, str]]:
    """Return the zones and places to choose from in their order; the chosen one is always among them."""
    zones = {*_names(), *([chosen] if chosen else [])}
    return sorted(((each, place_of(each, language)) for each in zones), key=lambda each: _sorted_as(each[1]))


def _sorted_as(name: str) -> str:
    """Return a name without accents in small letters: Á stands with A."""
    return "".join(each for each in normalize("NFD", name.casefold()) if not combining(each))
