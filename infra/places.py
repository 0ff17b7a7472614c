"""Places by time zone, named in all languages: from the IANA database and Unicode's CLDR.

`python -m infra.places` writes the file that forms choose from. Of zones of a country whose clocks agree, the first one
of the database stands, that of the most people.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_location

LANGUAGES = ("ru", "es", "en")
FILE = Path("chalicelib/features/claims/places.json")
#: Names by which the CLDR knows zones that were renamed.
_FORMER = {"America/Nuuk": "America/Godthab"}
#: The database's own note: a table of one country each cannot represent it well. Moscow has the same clock.
_LEFT_OUT = frozenset({"Europe/Simferopol"})
#: Clocks agree if they do each half month of these years.
_FIRST_YEAR, _YEARS, _STEPS_A_YEAR = 2020, 10, 24


def places() -> dict[str, list[str]]:
    """Return the names of places by zone, in the order of `LANGUAGES`."""
    found: dict[str, list[str]] = {}
    for country, zones in _by_country().items():
        kept = list(_different(zones))
        names = [Locale(language).territories.get(country, country) for language in LANGUAGES]
        for zone in kept:
            cities = [_city(zone, language) for language in LANGUAGES] if len(kept) > 1 else []
            found[zone] = [f"{name}, {city}" for name, city in zip(names, cities, strict=True)] if cities else names
    return dict(sorted(found.items()))


def written() -> str:
    """Return the content of the file."""
    lines = (f"{json.dumps(zone)}: {json.dumps(names, ensure_ascii=False)}" for zone, names in places().items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _by_country() -> dict[str, list[str]]:
    table, found = files("tzdata").joinpath("zoneinfo/zone.tab").read_text(), dict[str, list[str]]()
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    for country, _, zone, *_ in rows:
        if zone not in _LEFT_OUT:
            found.setdefault(country, []).append(zone)
    return found


def _different(zones: list[str]) -> Iterator[str]:
    seen = set[tuple[timedelta | None, ...]]()
    for zone in zones:
        clock = _clock(ZoneInfo(zone))
        if clock not in seen:
            seen.add(clock)
            yield zone


def _clock(zone: ZoneInfo) -> tuple[timedelta | None, ...]:
    start, step = datetime(_FIRST_YEAR, 1, 1, tzinfo=UTC), timedelta(days=365 / _STEPS_A_YEAR)
    return tuple((start + number * step).astimezone(zone).utcoffset() for number in range(_YEARS * _STEPS_A_YEAR))


def _city(zone: str, language: str) -> str:
    return get_timezone_location(_FORMER.get(zone, zone), locale=language, return_city=True)


if __name__ == "__main__":
    FILE.write_text(written())
