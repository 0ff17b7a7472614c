"""Choices of a list in a form of the console."""

from typing import NamedTuple


class Choice(NamedTuple):
    """One choice of a list."""

    value: str
    label: str
    chosen: bool
