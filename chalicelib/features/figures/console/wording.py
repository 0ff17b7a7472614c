"""Figures in words: numbers, percentages and durations in the reader's language, groups by their names."""

from collections.abc import Mapping
from datetime import date

from chalicelib.base.languages import N_, Language, number, text

_PERCENT: Mapping[Language, str] = {"ru": "\u00a0%", "es": "\u00a0%", "en": "%"}
_DAY_AND_MONTH: Mapping[Language, str] = {"ru": "%d.%m", "es": "%d/%m", "en": "%d %b"}
_MINUTE, _HOUR, _DAY = 60, 3600, 86400

CHANNELS: Mapping[str, str] = {
    "sms": N_("SMS"),
    "email": N_("E-mail"),
    "both": N_("SMS and e-mail"),
    "none": N_("Link passed on by hand"),
}
DEVICES: Mapping[str, str] = {
    "phone": N_("Phone"),
    "tablet": N_("Tablet"),
    "desktop": N_("Computer"),
    "unknown": N_("Unknown device"),
    "unopened": N_("Not opened by anybody"),
}
#: Each in itself, as the pages' own choice of languages has them.
LANGUAGE_NAMES: Mapping[str, str] = {"ru": "Русский", "es": "Español", "en": "English"}


def percent(language: Language, share: float, *, digits: int = 0) -> str:
    """Write a part of 1 as a percentage."""
    return number(language, 100 * share, digits=digits) + _PERCENT[language]


def duration(language: Language, seconds: float) -> str:
    """Write a duration by its two largest units, no finer than the figures are right."""
    if round(seconds) < _MINUTE:
        return text(language, N_("{count} s"), count=max(1, round(seconds)))
    if seconds < 5 * _MINUTE:
        return _in_two(language, 10 * round(seconds / 10), (_MINUTE, N_("{count} min")), (1, N_("{count} s")))
    if seconds < _HOUR - _MINUTE / 2:
        return text(language, N_("{count} min"), count=round(seconds / _MINUTE))
    whole = 600 * round(seconds / 600)
    if whole < _DAY:
        return _in_two(language, whole, (_HOUR, N_("{count} h")), (_MINUTE, N_("{count} min")))
    return _in_two(language, _HOUR * round(seconds / _HOUR), (_DAY, N_("{count} d")), (_HOUR, N_("{count} h")))


def _in_two(language: Language, seconds: int, large: tuple[int, str], small: tuple[int, str]) -> str:
    whole, rest = divmod(seconds, large[0])
    parts = [text(language, unit, count=count) for unit, count in ((large[1], whole), (small[1], rest // small[0]))]
    return " ".join(parts if rest else parts[:1])


def week_label(language: Language, week: date) -> str:
    """Write a week by its Monday, without the year."""
    return week.strftime(_DAY_AND_MONTH[language])
