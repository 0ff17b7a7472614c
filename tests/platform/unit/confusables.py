"""Reads confusables.txt: Cyrillic letters and their look-alikes by Unicode."""

from pathlib import Path

_FILE = Path(__file__).with_name("confusables.txt")


def confusables() -> set[tuple[str, str]]:
    """Return pairs of a letter and the letter of ASCII that it looks like."""
    lines = (line for line in _FILE.read_text().splitlines() if not line.startswith("#"))
    return {(letter, like) for _, letter, like, *_ in (line.split() for line in lines)}
