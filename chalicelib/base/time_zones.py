"""Time zones by their names in the IANA database: one rule for settings, messages and forms."""

from functools import cache
from importlib.resources import files
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, StringConstraints

from chalicelib.base.formats import of_length
from chalicelib.base.languages import N_

NO_ZONE = N_("Must be a time zone of the IANA database, such as Europe/Moscow.")


def is_readable(name: str) -> bool:
    """Return True if this machine has a time zone of that name. False for a folder, or a way out of the database."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def is_listed(name: str) -> bool:
    """Return True if every machine has a zone: the package tzdata names it.

    Why: a machine's own folder has more (`localtime`, `posixrules`, `right/UTC`), which another machine can't read.
    """
    return name in _listed()


@cache
def _listed() -> frozenset[str]:
    return frozenset(files("tzdata").joinpath("zones").read_text().split()) - {"Factory"}


def _known_zone(name: str) -> str:
    if not is_readable(name):
        raise ValueError(NO_ZONE)
    return name


TimeZone = Annotated[str, StringConstraints(max_length=60), of_length(NO_ZONE), AfterValidator(_known_zone)]
