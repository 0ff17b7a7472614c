"""Comparison of the name that a person gives with the one on file."""

from typing import NamedTuple

from chalicelib.base.folding import fold


class FullName(NamedTuple):
    """A person's name."""

    surname: str
    given_name: str
    patronymic: str = ""


def is_same_name(given: FullName, *, on_file: FullName) -> bool:
    """Return True if two names are the same one, folded. Either may lack the patronymic."""
    if not _is_same(given.surname, on_file.surname) or not _is_same(given.given_name, on_file.given_name):
        return False
    return not given.patronymic or not on_file.patronymic or _is_same(given.patronymic, on_file.patronymic)


def is_holder(given: FullName, holder: str) -> bool:
    """Return True if a name is that of a contract's holder, written in one line: surname, given name, patronymic."""
    words = fold(holder).split()
    whole, short = _words(given), _words(given._replace(patronymic=""))
    if not all(map(fold, given[:2])):
        return False
    # Why: the contract may have no patronymic, or the person does not give the one that it has.
    return words in (whole, short) or (not given.patronymic and words[:-1] == short)


def _words(name: FullName) -> list[str]:
    return [word for part in name for word in fold(part).split()]


def _is_same(one: str, other: str) -> bool:
    return bool(fold(one)) and fold(one) == fold(other)
