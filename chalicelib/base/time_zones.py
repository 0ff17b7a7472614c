"""Time zones by their names in the IANA database: one rule for settings, messages and forms."""

from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo


def is_readable(name: str) -> bool:
    """Return whether this machine has a time zone of that name; False for a folder, or a way out of the database."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def is_listed(name: str) -> bool:
    """Return whether every machine has it: the package tzdata names it.

    Why: a machine's own folder has more (`localtime`, `posixrules`, `right/UTC`), which another machine can't read.
    """
    return name in _listed()


@cache
def _listed() -> frozenset[str]:
    return frozenset(files("tzdata").joinpath("zones").read_text().split()) - {"Factory"}
