"""Search terms of a case, and readings of a query: both folded by the same rule (folding.py, decisions/0022).

A name is found by its words in any order; the last word may be half written. A phone is found by its ending or
beginning, with any notation of its country; a reference, plate or VIN by its beginning.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Literal, NamedTuple

from chalicelib.base import phones
from chalicelib.base.folding import fold, fold_code, parted
from chalicelib.base.renumbering import perhaps_today
from chalicelib.features.cases.former_terms import former_readings, former_terms
from chalicelib.features.cases.model import FORMER_RULE, Case

#: Terms of a name, each an item in the transaction that writes the case.
MAX_NAME_TERMS = 12
#: The number of a term's characters that choose its partition; shorter queries find only words as short as they.
PREFIX, PHONE_PREFIX = 3, 4
#: The last digits of a phone: the ones before them are written in many ways (`8`, `+7`, `0034`, `8-10-34`).
PHONE_DIGITS = 10
#: A key of a page goes through an address: it may not be longer (http/paging.py), and few names are.
_TERM_BYTES = 500
_LEAST_NATIONAL = 7


class Term(NamedTuple):
    """A search term; phones by their ending (`tel`) are written backwards."""

    shelf: Literal["find", "tel"]
    text: str

    @property
    def partition(self) -> str:
        """The partition of a term: the beginning of its first word."""
        return self.text.partition(" ")[0][: PHONE_PREFIX if self.shelf == "tel" else PREFIX]


class Reading(NamedTuple):
    """A meaning of a query: terms that begin with `key` and have words that begin with each of `words`.

    Readings follow each other until one finds something. Matches of `also` readings are listed after it; `former`
    readings count only while there are cases of the former rule.
    """

    key: Term
    words: tuple[str, ...] = ()
    also: bool = False
    former: bool = False

    def fits(self, term: Term) -> bool:
        """Return True if a term matches this reading and lies in its partition."""
        there = (term.shelf, term.partition) == (self.key.shelf, self.key.partition)
        return there and term.text.startswith(self.key.text) and _has_words(term.text.split(), self.words)


def terms_of(case: Case) -> frozenset[Term]:
    """Return the terms of a case, by the rule with which it was written."""
    if case.terms_rule == FORMER_RULE:
        return frozenset(Term("find", text) for text in former_terms(case))
    codes = (fold_code(code) for code in (case.reference, case.vehicle.plate, case.vehicle.vin) if code)
    found = {_find(text) for text in (*codes, *_name_terms(case.owner.name or "")) if text}
    return frozenset(found | set(_phone_terms(case.owner.phone or "")))


def read_as(query: str) -> Sequence[Reading]:
    """Return the readings of a query, the likeliest first; none for one without letters and digits."""
    digits = _digits(query)
    readings = _phone_readings(digits) if digits else _word_readings(fold(query).split())
    former = {Term("find", text) for text in former_readings(query)} - {
        reading.key for reading in readings if reading.also or reading is readings[0]
    }
    current = [reading for reading in readings if reading.key not in former or reading.words]
    return [*current, *(Reading(key, also=True, former=True) for key in sorted(former))]


def place_of(case: Case, readings: Sequence[Reading]) -> tuple[int, Term] | None:
    """Return a case's place in a result: the number of the first matching reading, and the first term by that."""
    terms = sorted(terms_of(case))
    return next(
        ((number, term) for number, reading in enumerate(readings) for term in terms if reading.fits(term)), None
    )


def _find(text: str) -> Term:
    return Term("find", text.encode()[:_TERM_BYTES].decode(errors="ignore"))


def _name_terms(name: str) -> Iterator[str]:
    """Yield a name's words in several orders.

    Parts at a hyphen or an apostrophe, and all of it, count as one word, too.
    """
    whole, hyphened = fold(name).split(), [fold_code(word) for word in name.split()]
    spellings = whole, fold(parted(name)).split(), hyphened, [fold_code(name)]
    terms: dict[str, None] = {}
    for term in chain.from_iterable(_orders([word for word in words if word]) for words in spellings):
        terms[term] = None
        if len(terms) == MAX_NAME_TERMS:  # a long name has thousands
            break
    return iter(terms)


def _orders(words: Sequence[str]) -> Iterator[str]:
    """Yield all words, two of them in front. Neighbours come first, so that each of the first dozen begins a term."""
    count = len(words)
    if count < 2:  # noqa: PLR2004
        yield from words
    for apart in dict.fromkeys([1, count - 1, *range(2, count - 1)]) if count > 1 else ():
        for first in range(count):
            in_front = first, (first + apart) % count
            rest = (word for at, word in enumerate(words) if at not in in_front)
            yield " ".join([*(words[at] for at in in_front), *rest])


def _phone_terms(phone: str) -> Iterator[Term]:
    digits = "".join(filter(str.isdigit, fold(phone)))
    if len(digits) >= PHONE_PREFIX:
        yield _ending(digits)
    if digits:
        yield _find(digits)
        yield _find(phones.national(digits))


def _ending(digits: str) -> Term:
    return Term("tel", digits[: -PHONE_DIGITS - 1 : -1])


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
    endings = [_ending(digits)] if len(digits) >= PHONE_PREFIX else []
    endings += [_ending(bare)] if len(bare) >= _LEAST_NATIONAL else []
    endings += [] if part else map(_ending, dict.fromkeys(chain(*map(perhaps_today, (digits, bare)))))
    begins = [digits, "7" + digits[1:], bare] if digits.startswith("8") else [digits, bare]
    return [Reading(key, also=part) for key in dict.fromkeys([*endings, *map(_find, filter(None, begins))])]


def _word_readings(words: Sequence[str]) -> list[Reading]:
    """Return readings of words: a name in any order, or the beginning of a code.

    A code is likelier if it has digits.
    """
    if not words:
        return []
    code = Reading(_find("".join(words)))
    if len(words) == 1:
        return [code]
    names = [_whole_words(words), _half_words(words)]
    return [code, *names] if any(map(str.isdigit, "".join(words))) else [*names, code]


def _whole_words(words: Sequence[str]) -> Reading:
    """Read the first word as a whole one; an initial never goes first, since it isn't a whole word."""
    first, *others = words
    ordered = [*others, first] if len(first) < PREFIX else [*words]
    return Reading(_find(" ".join(ordered[:2])), tuple(words) if len(words) > 2 else ())  # noqa: PLR2004


def _half_words(words: Sequence[str]) -> Reading:
    return Reading(_find(max(words, key=len)), tuple(words))


def _has_words(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Return True if each wanted word begins a word of its own."""
    left = list(words)
    for beginning in sorted(wanted, key=len, reverse=True):
        found = next((word for word in left if word.startswith(beginning)), None)
        if found is None:
            return False
        left.remove(found)
    return True
