"""Places to choose a time zone by, in all languages."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from chalicelib.base.languages import Language
from chalicelib.features.claims.places import place_of, places
from infra.places import FILE, written


def test_the_file_is_the_one_that_the_databases_of_zones_and_names_say() -> None:
    assert (Path(__file__).parents[3] / FILE).read_text(encoding="utf-8") == written()


@pytest.mark.parametrize(
    ("zone", "language", "named"),
    [
        ("Europe/Paris", "es", "Francia"),
        ("Europe/Paris", "ru", "Франция"),
        ("Atlantic/Canary", "es", "España, Canarias"),
        ("America/New_York", "ru", "Соединенные Штаты, Нью-Йорк"),
        ("Africa/Ceuta", "en", "Africa/Ceuta"),
    ],
)
def test_a_place_is_named_in_the_readers_language(zone: str, language: Language, named: str) -> None:
    assert place_of(zone, language) == named


def test_places_stand_in_the_order_of_their_names_and_the_chosen_one_is_among_them() -> None:
    found = places("es", "Africa/Ceuta")
    names = [name for _, name in found]

    assert ("Africa/Ceuta", "Africa/Ceuta") in found
    assert names.index("Alemania") < names.index("Bélgica") < names.index("Francia")
    assert len({zone for zone, _ in found}) == len(found)
    assert all(ZoneInfo(zone).key == zone for zone, _ in found)
    assert not any(zone == "Africa/Ceuta" for zone, _ in places("es"))
