"""Contents of archives: the files of an archive, how each is read, and those that come last.

A feature brings a kind of archives by its manifest (`archives`): the function that returns the content for a case.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple


class Piece(NamedTuple):
    """A file of an archive: its name, its moment, and the function that reads it (ObjectMissing if it is lost)."""

    name: str
    at: datetime
    read: Callable[[], bytes]


class Packed(NamedTuple):
    """A file as an archive has it; SHA-256 in hex."""

    name: str
    sha256: str
    bytes: int


#: Returns the files that come last, by those that the archive has and the names of those that the bucket has lost.
Close = Callable[[Sequence[Packed], Sequence[str]], Sequence[tuple[str, bytes]]]


class Content(NamedTuple):
    """The content of an archive. Another `digest` (SHA-256, hex) makes another archive."""

    digest: str
    pieces: Sequence[Piece]
    #: The photos or files that people are told of, and about how many bytes they have.
    number: int
    bytes: int
    close: Close


#: Returns the content of an archive of a case by its account and id; None if there is nothing to pack.
Contents = Callable[[str, str], Content | None]
