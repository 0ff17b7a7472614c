"""Moments, dates and sizes as a language writes them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.base.clock import now
from chalicelib.base.languages import DATES, DECIMAL, N_, Language, text

_KB, _MB = 1024, 1024 * 1024


def day(language: Language, moment: date) -> str:
    """Write a date as the language does."""
    return moment.strftime(DATES[language])


def moment(language: Language, at: datetime, zone: ZoneInfo) -> str:
    """Write a moment in the account's time zone, to the minute; of the present day only the time matters."""
    try:
        local = at.astimezone(zone)
    except OverflowError:  # at the calendar's ends, where programs put unknown dates, a zone may lead beyond
        local = at
    if local.date() == now().astimezone(zone).date():
        return text(language, N_("today, {time}"), time=f"{local:%H:%M}")
    return f"{day(language, local)}, {local:%H:%M}"


def size(language: Language, count: int) -> str:
    """Write a number of bytes."""
    if count < _MB:
        return text(language, N_("{size} KB"), size=max(1, round(count / _KB)))
    return text(language, N_("{size} MB"), size=f"{count / _MB:.1f}".replace(".", DECIMAL[language]))


def listed(items: list[str]) -> str:
    """Write several things in a row."""
    return ", ".join(item for item in items if item)


#: Short dates as each language writes them; English names the month, since 05/06 is May to some and June to others.
_SHORT_DATE: dict[Language, str] = {"ru": "%d.%m %H:%M", "es": "%d/%m %H:%M", "en": "%d %b %H:%M"}


def short_date(language: Language, local: datetime) -> str:
    """Return day, month and time as the language writes them."""
    return local.strftime(_SHORT_DATE[language])


def offset_of(local: datetime) -> str:
    """Return a zone's offset from UTC at a moment, e.g. `UTC+3`."""
    minutes = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes >= 0 else "−"
    return "UTC" + (f"{sign}{hours}" + (f":{rest:02}" if rest else "") if minutes else "")
