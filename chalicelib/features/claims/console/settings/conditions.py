"""Conditions over facts in the words of a language: `Kind of loss = Theft of the vehicle`, a line each."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.base.languages import LANGUAGES, N_, Language, text
from chalicelib.features.claims.consignment_words import GOODS, LAWS, MODES, ROUTES
from chalicelib.features.claims.console.facts_pages import ANSWERS, KINDS
from chalicelib.features.claims.deadlines.rules import Conditions
from chalicelib.features.claims.deadlines.words import FACTS as MOMENTS
from chalicelib.features.claims.facts import COMPARED
from chalicelib.features.claims.process_rules import possible_values

#: Facts that are a value of few.
_OTHERS: Mapping[str, str] = {
    "kind": N_("Kind of loss"),
    "declared_online": N_("The client declared the loss in the client area"),
    "goods": N_("Goods"),
    "route": N_("Route"),
    "mode": N_("Mode of transport"),
    "law": N_("Law of the carriage"),
    "total_loss": N_("Total loss"),
}
#: Facts that conditions of pages offer, with their words.
FACTS: Mapping[str, str] = MappingProxyType({**_OTHERS, **ANSWERS, **MOMENTS})
_SAID: Mapping[str, str] = {"true": N_("Yes"), "false": N_("No"), "": N_("Not known"), "*": N_("any value")}
VALUES: Mapping[str, str] = MappingProxyType({**_SAID, **KINDS, **GOODS, **ROUTES, **MODES, **LAWS})
_IS, _AND = "=", ","


class Read(NamedTuple):
    """The conditions of a text, and its lines that cannot be read."""

    conditions: Conditions
    unread: tuple[str, ...]


def written(conditions: Mapping[str, Sequence[str]], language: Language) -> str:
    """Return conditions in words, a line each."""
    return "\n".join(
        f"{_word(FACTS, name, language)} {_IS} {f'{_AND} '.join(_word(VALUES, value, language) for value in values)}"
        for name, values in conditions.items()
    )


def read(typed: str) -> Read:
    """Return the conditions that a text says, in words of any language or in codes."""
    found: dict[str, tuple[str, ...]] = {}
    unread = []
    for line in filter(None, map(str.strip, typed.splitlines())):
        name, sign, values = line.partition(_IS)
        fact, told = code_of_fact(name), _values(values)
        if not sign or not told or fact is None or not _fits(fact, told):
            unread.append(line)
        else:
            found[fact] = (*found.get(fact, ()), *told)
    return Read(found, tuple(unread))


def facts_written(codes: Iterable[str], language: Language) -> str:
    """Return facts in words, one a line."""
    return "\n".join(_word(FACTS, each, language) for each in codes)


def read_facts(typed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the facts of a text, one a line, and the lines that name none."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    found = [(line, code_of_fact(line)) for line in lines]
    return tuple(code for _, code in found if code), tuple(line for line, code in found if not code)


def code_of_fact(word: str) -> str | None:
    """Return the code of a fact that is named by its words in any language, or by its code."""
    named = _codes("facts").get(_plain(word))
    return named or (word.strip() if word.strip() in COMPARED else None)


def _values(typed: str) -> tuple[str, ...]:
    codes = _codes("values")
    return tuple(codes.get(_plain(each), each.strip()) for each in typed.split(_AND) if each.strip())


def _fits(fact: str, values: Sequence[str]) -> bool:
    possible = possible_values(fact)
    return possible is None or set(values) <= possible


def _word(words: Mapping[str, str], code: str, language: Language) -> str:
    return text(language, words[code]) if code in words else code


def _plain(word: str) -> str:
    return " ".join(word.split()).casefold().replace("ё", "е")


@cache
def _codes(which: str) -> Mapping[str, str]:
    """Return codes by their words in all languages."""
    words = FACTS if which == "facts" else VALUES
    return {_plain(text(language, word)): code for code, word in words.items() for language in LANGUAGES}
