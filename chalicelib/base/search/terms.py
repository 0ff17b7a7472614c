"""Search terms of names, phones and codes."""

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain, permutations
from typing import Literal, NamedTuple

from chalicelib.base import phones
from chalicelib.base.folding import fold, fold_code, parted

#: Terms of a name, each an item in the transaction that writes the item with that name.
MAX_NAME_TERMS = 12
#: The number of a term's characters that choose its partition; shorter queries find only words as short as they.
PREFIX, PHONE_PREFIX = 3, 4
#: The last digits of a phone: the ones before them are written in many ways (`8`, `+7`, `0034`, `8-10-34`).
PHONE_DIGITS = 10
#: A key of a page goes through an address: it may not be longer (http/paging.py), and few names are.
_TERM_BYTES = 500


Shelf = Literal["find", "tel"]


class Term(NamedTuple):
    """A search term; phones by their ending (`tel`) are written backwards."""

    shelf: Shelf
    text: str

    @property
    def partition(self) -> str:
        """The partition of a term: the beginning of its first word."""
        return self.text.partition(" ")[0][: PHONE_PREFIX if self.shelf == "tel" else PREFIX]


def text_term(text: str) -> Term:
    """Return the term of folded text, cut to the length of a key."""
    return Term("find", text.encode()[:_TERM_BYTES].decode(errors="ignore"))


def ending_term(digits: str) -> Term:
    """Return the term of a phone's ending: its last digits, backwards."""
    return Term("tel", digits[: -PHONE_DIGITS - 1 : -1])


def code_terms(*codes: str | None) -> frozenset[Term]:
    """Return the terms of codes; none of missing ones and of those without letters and digits."""
    return _text_terms(fold_code(code) for code in codes if code)


def name_terms(name: str) -> frozenset[Term]:
    """Return a name's words in several orders.

    Parts at a hyphen or an apostrophe, and all of it, count as one word, too.
    """
    whole, hyphened = fold(name).split(), [fold_code(word) for word in name.split()]
    spellings = whole, fold(parted(name)).split(), hyphened, [fold_code(name)]
    return _text_terms(_first(chain.from_iterable(_orders([word for word in words if word]) for words in spellings)))


def person_terms(surname: str | None, given_name: str | None, patronymic: str | None = None) -> frozenset[Term]:
    """Return a name given in parts, its words in several orders.

    Neighbours and the first words of two parts stand in front before others do. Parts at an apostrophe, and words with
    a hyphen as one, come after them, and all of it as one word last.
    """
    parts = [part for part in (surname, given_name, patronymic) if part]
    plain = [fold(part).split() for part in parts]
    hyphened = [[word for word in map(fold_code, part.split()) if word] for part in parts]
    apart = [fold(parted(part)).split() for part in parts]
    words = list(chain.from_iterable(plain))
    others = (_orders_of_parts(each, but=frozenset(words)) for each in (hyphened, apart))
    return _text_terms(_first(chain(_orders_of_parts(plain), *others, _orders(words), ["".join(words)])))


def phone_terms(phone: str) -> frozenset[Term]:
    """Return the terms of an E.164 number: its ending, and its beginnings with and without its country's code."""
    digits = "".join(filter(str.isdigit, fold(phone)))
    beginnings = {text_term(digits), text_term(phones.national(digits))} if digits else set()
    return frozenset(beginnings | ({ending_term(digits)} if len(digits) >= PHONE_PREFIX else set()))


def _text_terms(texts: Iterable[str]) -> frozenset[Term]:
    return frozenset(text_term(text) for text in texts if text)


def _first(terms: Iterable[str]) -> Iterable[str]:
    """Return the first different terms, as many as a name may have."""
    found: dict[str, None] = {}
    for term in terms:
        found[term] = None
        if len(found) == MAX_NAME_TERMS:  # a long name has thousands
            break
    return found


def _orders(words: Sequence[str]) -> Iterator[str]:
    """Yield all words, two of them in front. Neighbours come first, so that each of the first dozen begins a term."""
    count = len(words)
    for apart in dict.fromkeys([1, count - 1, *range(2, count - 1)]):
        yield from (_in_front(words, first, (first + apart) % count) for first in range(count))


def _orders_of_parts(parts: Sequence[Sequence[str]], *, but: Set[str] = frozenset()) -> Iterator[str]:
    """Yield all words, with neighbours in front, then with the first words of two parts; not with two of `but`."""
    words, count = list(chain.from_iterable(parts)), sum(map(len, parts))
    begins = [sum(map(len, parts[:at])) for at, part in enumerate(parts) if part]
    neighbours = ((first, (first + 1) % count) for first in range(count))
    for first, second in chain(neighbours, permutations(begins, 2)):
        if not {words[first], words[second]} <= but:
            yield _in_front(words, first, second)


def _in_front(words: Sequence[str], first: int, second: int) -> str:
    """Return all words, with these two in front; they may be the same one."""
    rest = (word for at, word in enumerate(words) if at not in {first, second})
    return " ".join([words[at] for at in dict.fromkeys([first, second])] + [*rest])
