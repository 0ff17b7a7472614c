"""Readings of a query: the terms that it may mean."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from chalicelib.base import phones
from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.folding import fold, fold_code
from chalicelib.base.languages import N_
from chalicelib.base.renumbering import perhaps_today
from chalicelib.base.search.terms import PHONE_DIGITS, PHONE_PREFIX, PREFIX, Term, ending_term, text_term

_LEAST_NATIONAL = 7


class Reading(NamedTuple):
    """A meaning of a query: terms that begin with `key` and have words that begin with each of `words`.

    Readings follow each other until one finds something. Matches of `also` readings are listed after it; `former`
    readings count only while there are items of a former rule.
    """

    key: Term
    words: tuple[str, ...] = ()
    also: bool = False
    former: bool = False

    def fits(self, term: Term) -> bool:
        """Return True if a term matches this reading and lies in its partition."""
        there = (term.shelf, term.partition) == (self.key.shelf, self.key.partition)
        return there and term.text.startswith(self.key.text) and _has_words(term.text.split(), self.words)


def read_as(query: str) -> list[Reading]:
    """Return the readings of a query, the likeliest first; none for one without letters and digits."""
    digits = _digits(query)
    return _phone_readings(digits) if digits else _word_readings(fold(query).split())


def read_as_name(query: str) -> list[Reading]:
    """Return the readings of a query as words of a name; none for one without letters and digits."""
    return _word_readings(fold(query).split())


def read_as_phone(query: str, *, pointer: str) -> list[Reading]:
    """Return the readings of a query as a phone: its ending, and its beginning if nothing ends so.

    Raises Invalid naming the field if the query is no phone or too little of one.
    """
    digits = _digits(query)
    if len(digits) < PHONE_PREFIX:
        message = N_("Write at least 4 digits of the phone, such as its last ones: 0341.")
        raise Invalid([FieldError(pointer, message)])
    return [reading._replace(also=False) for reading in _phone_readings(digits)]


def is_phone(query: str) -> bool:
    """Return True if a query has digits only, with the signs and the label of a phone."""
    return bool(_digits(query))


def is_short(query: str) -> bool:
    """Return True if a query has too few letters and digits: a search finds only words as short as it."""
    return 0 < len(fold_code(query)) < PREFIX


def place_of(terms: Iterable[Term], readings: Sequence[Reading]) -> tuple[int, Term] | None:
    """Return the place in a result of an item with these terms.

    It is the number of the first matching reading, and the first term by that.
    """
    known = sorted(terms)
    return next(
        ((number, term) for number, reading in enumerate(readings) for term in known if reading.fits(term)), None
    )


def _digits(query: str) -> str:
    """Return the digits of a query that may be a phone, without label and extension. Returns '' for other queries."""
    query = query.replace("(0)", "")  # the digit dialled at home only: +49 (0)30 1234567
    code = fold_code(query)
    if code.isascii() and code.isdigit():
        return code
    try:
        return "".join(filter(str.isdigit, phones.read(query).number))
    except ValueError:
        return ""


def _phone_readings(digits: str) -> list[Reading]:
    """Return readings of digits: the end of a phone, or the beginning of one or of something else.

    A whole number is hardly anything else. A part of one may be, so that all that it may mean is listed.
    """
    part, bare = len(digits) < PHONE_DIGITS, phones.without_prefix(digits)
    endings = [ending_term(digits)] if len(digits) >= PHONE_PREFIX else []
    endings += [ending_term(bare)] if len(bare) >= _LEAST_NATIONAL else []
    endings += [] if part else map(ending_term, dict.fromkeys(chain(*map(perhaps_today, (digits, bare)))))
    begins = [digits, "7" + digits[1:], bare] if digits.startswith("8") else [digits, bare]
    return [Reading(key, also=part) for key in dict.fromkeys([*endings, *map(text_term, filter(None, begins))])]


def _word_readings(words: Sequence[str]) -> list[Reading]:
    """Return readings of words: a name in any order, or the beginning of a code.

    A code is likelier if it has digits.
    """
    if not words:
        return []
    code = Reading(text_term("".join(words)))
    if len(words) == 1:
        return [code]
    names = [_whole_words(words), _half_words(words)]
    return [code, *names] if any(map(str.isdigit, "".join(words))) else [*names, code]


def _whole_words(words: Sequence[str]) -> Reading:
    """Read the first word as a whole one; an initial never goes first, since it isn't a whole word."""
    first, *others = words
    ordered = [*others, first] if len(first) < PREFIX else [*words]
    return Reading(text_term(" ".join(ordered[:2])), tuple(words) if len(words) > 2 else ())  # noqa: PLR2004


def _half_words(words: Sequence[str]) -> Reading:
    return Reading(text_term(max(words, key=len)), tuple(words))


def _has_words(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Return True if each wanted word begins a word of its own."""
    left = list(words)
    for beginning in sorted(wanted, key=len, reverse=True):
        found = next((word for word in left if word.startswith(beginning)), None)
        if found is None:
            return False
        left.remove(found)
    return True
