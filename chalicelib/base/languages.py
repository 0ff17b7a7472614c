"""The languages that Osmotr speaks, by the gettext catalogues of its packages: <package>/locale/<language>/<domain>.po.

English is the language of the msgids. A msgid is translated in the first package that uses it, in the order in which
packages may use each other. Domains keep the catalogues readable; a look-up searches all of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from chalicelib.base.installed import installed

if TYPE_CHECKING:
    from gettext import NullTranslations

Language = Literal["ru", "es", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
#: Dates by their parts, as `strftime` writes them.
DATES: Mapping[Language, str] = {"ru": "%d.%m.%Y", "es": "%d/%m/%Y", "en": "%d %b %Y"}
#: The signs of a decimal fraction, and between groups of three digits.
DECIMAL: Mapping[Language, str] = {"ru": ",", "es": ",", "en": "."}
_THOUSANDS: Mapping[Language, str] = {"ru": "\u00a0", "es": "\u00a0", "en": ","}
#: Numbers in sentences are grouped from here on. Why not from a thousand: years are no quantities.
_GROUPED = 10_000
#: The packages of the platform, which have catalogues without a manifest.
_PLATFORM = Path(__file__).parents[1]
#: Of a range without spaces around it: two runs of spaces side by side would take the square of their length to refuse.
_RANGE = re.compile(r"([A-Za-z]{1,8})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?")


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a msgid for extraction where it is written, to be translated where it is shown."""
    return message


def locale_folders() -> tuple[Path, ...]:
    """Return the folders of catalogues: of the platform's packages and of all features."""
    features = (each.folder / "locale" for each in installed())
    return tuple(dict.fromkeys((*sorted(_PLATFORM.glob("*/locale")), *features)))


@cache
def translations(language: Language) -> "NullTranslations":
    """Return the catalogues of a language, all domains chained."""
    import gettext  # noqa: PLC0415 - few functions write anything

    chain = gettext.NullTranslations()
    for compiled in (each for folder in locale_folders() for each in sorted((folder / language).glob("*.mo"))):
        with compiled.open("rb") as file:
            catalogue = gettext.GNUTranslations(file)
        catalogue.add_fallback(chain)
        chain = catalogue
    return chain


@dataclass(frozen=True)
class Name:
    """A name that an account has given in some languages, as a value of a sentence. `otherwise`: without any."""

    labels: Mapping[Language, str]
    otherwise: str

    def __str__(self) -> str:
        """Return the name for logs."""
        return self.otherwise

    def written(self, language: Language) -> str:
        """Return the name in a language, or in another one that has it."""
        return next((self.labels[each] for each in (language, *LANGUAGES) if self.labels.get(each)), self.otherwise)


def text(language: Language, message: str, **params: object) -> str:
    """Translate a msgid and fill its `{name}` places.

    Large numbers are written in groups of three digits, dates and names as the language does, tuples as lists of them.
    """
    translated = translations(language).gettext(message) if message else ""
    return _filled(translated, _readable(language, params)) if params else translated


def plural(language: Language, one: str, many: str, count: int, **params: object) -> str:
    """Translate by number, by the language's own plural rule (Russian has three forms); `{count}` is filled in."""
    told = _readable(language, {"count": count, **params})
    return _filled(translations(language).ngettext(one, many, count), told)


def number(language: Language, value: float, *, digits: int = 0) -> str:
    """Write a number in groups of three digits, with so many digits after the point."""
    written = f"{value:,.{digits}f}"
    return written.replace(",", "\0").replace(".", DECIMAL[language]).replace("\0", _THOUSANDS[language])


def _filled(translated: str, told: Mapping[str, object]) -> str:
    """Fill the places. A sentence that a name with a point at its end closes (`Levante, S. A.`) gets no second one."""
    said = translated.format(**told)
    for each in told.values():
        if isinstance(each, str) and each.endswith("."):
            said = said.replace(f"{each}.", each)
    return said


def _readable(language: Language, params: Mapping[str, object]) -> dict[str, object]:
    return {name: _written(language, value) for name, value in params.items()}


def _written(language: Language, value: object) -> object:
    if isinstance(value, Name):
        return value.written(language)
    if isinstance(value, date):
        return value.strftime(DATES[language])
    if isinstance(value, tuple):
        return ", ".join(str(_written(language, each)) for each in value)
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        value = int(value)
    return number(language, value) if isinstance(value, int) and abs(value) >= _GROUPED else value


def preferred(accept_language: str, *, default: Language) -> Language:
    """Return the best language of an Accept-Language header (RFC 9110, 12.5.4), or the default."""
    ranked: list[tuple[float, Language]] = []
    for part in accept_language.split(",")[:20]:
        found = _RANGE.fullmatch(part.strip())
        code = found[1].lower() if found else ""
        if found and code in LANGUAGES:
            ranked.append((float(found[2] or 1), next(known for known in LANGUAGES if known == code)))
    acceptable = [pair for pair in ranked if pair[0] > 0]
    return max(acceptable, key=lambda pair: pair[0])[1] if acceptable else default
