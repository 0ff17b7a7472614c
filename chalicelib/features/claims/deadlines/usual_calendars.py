"""The calendars of an account that has saved none: Russia's. Other places have none until they are entered."""

from functools import cache

from chalicelib.features.claims.deadlines.calendars import Calendar

#: Labour Code, art. 112. Days off that are moved differ by year: `days_off` of the settings.
_RUSSIA = ("01-01", "01-02", "01-03", "01-04", "01-05", "01-06", "01-07", "01-08")
_RUSSIA_LATER = ("02-23", "03-08", "05-01", "05-09", "06-12", "11-04")
_ZONES_OF_RUSSIA = (
    "Kaliningrad", "Moscow", "Simferopol", "Kirov", "Volgograd", "Astrakhan", "Saratov", "Ulyanovsk", "Samara",
)  # fmt: skip
_ZONES_BEYOND = (
    "Yekaterinburg", "Omsk", "Novosibirsk", "Barnaul", "Tomsk", "Novokuznetsk", "Krasnoyarsk", "Irkutsk", "Chita",
    "Yakutsk", "Khandyga", "Vladivostok", "Ust-Nera", "Magadan", "Sakhalin", "Srednekolymsk", "Kamchatka", "Anadyr",
)  # fmt: skip


@cache
def usual_calendars() -> tuple[Calendar, ...]:
    """Return the usual calendars in the order of lists."""
    zones = (*(f"Europe/{each}" for each in _ZONES_OF_RUSSIA), *(f"Asia/{each}" for each in _ZONES_BEYOND))
    labels = {"ru": "Россия", "es": "Rusia", "en": "Russia"}
    return (Calendar(code="ru", labels=labels, zones=zones, yearly=(*_RUSSIA, *_RUSSIA_LATER)),)
