"""Folding: the one rule by which names, references, plates and other words are found however they are written.

Case, accents, apostrophes, punctuation and the keyboard's layout don't matter. `Ёлкин` is found by `елкин`,
`García-Pérez` by `GARCIA PEREZ`, `O’Brien` by `obrien`, `А123ВС` by `A123BC`. Folded text serves to compare and is
never shown; stored text keeps its case and script. Docs: decisions/0022.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

#: Of Cyrillic letters the small Latin twins: the letters look alike, or their capitals do (a test compares them with
#: Unicode's confusables). The first dozen are those of Russian plates (GOST R 50577), the rest is of other alphabets.
TWINS = dict(zip("авекмнорстухіјѕһүӏԁԍԛԝѡѵҽꙇ", "abekmhopctyxijshyidgqwwvei", strict=True))
#: Letters that NFKD leaves whole, as people write them who don't have them on their keyboards.
PLAIN = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ŋ": "n",
    "є": "e",
    "ә": "a",
    "ө": "o",
    "ұ": "y",
    "қ": "k",
    "ҡ": "k",
    "ң": "h",
    "ғ": "г",
    "ґ": "г",
    "ҫ": "c",
}
#: Dropped, since they are written or left out; NFKD would make a space of the acute accent.
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻʹʾʿ`´′＇"), "")
_APART = str.maketrans(dict.fromkeys(map(chr, _APOSTROPHES), " "))
#: Written before a number or left out; NFKD would make letters of it.
_NUMBER_SIGN = re.compile(r"№|\b[Nn]\.?\s?[º°]")
_LETTERS = str.maketrans({**TWINS, **PLAIN})
#: Letters beside which alphabets of the neighbours have theirs; a Russian reader looks for them there.
_BESIDE = dict(zip("іәөұүҡқңғґҫє", "иаоууккнггсе", strict=True))
_ORDERED = str.maketrans({**PLAIN, **_BESIDE})


def fold(words: str) -> str:
    """Return words in small letters without accents, look-alikes as one, one space between them. Idempotent."""
    return _fold(words, _LETTERS)


def fold_for_order(words: str) -> str:
    """Return words as lists are sorted by them: folded, but each letter in its own alphabet.

    Why: a look-alike in Latin comes before all of Cyrillic, so that Аксёнов would come before Абрамов.
    """
    return _fold(words, _ORDERED)


def _fold(words: str, alike: Mapping[int, str]) -> str:
    numbered = _NUMBER_SIGN.sub(" ", words.translate(_APOSTROPHES))
    whole = unicodedata.normalize("NFKD", numbered).casefold()
    letters = unicodedata.normalize("NFKD", whole).translate(_APOSTROPHES).translate(alike)
    # Catalan writes two l's with a dot between them (`Gal·la`), and few people do when they search.
    return " ".join(_without_numero("".join(map(_folded, letters.replace("l·l", "ll"))).split()))


def fold_code(code: str) -> str:
    """Return a code, such as a reference or a plate, folded and without spaces: `А 123-ВС 77` is `a123bc77`."""
    return fold(code).replace(" ", "")


def _without_numero(words: Sequence[str]) -> Iterator[str]:
    """Yield words without each `no` that a number follows: `ХХХ No 123` is `ХХХ № 123`."""
    ending = list(words)
    for at in range(len(ending) - 1, -1, -1):
        if ending[at] == "no" and ending[at + 1 : at + 2] and ending[at + 1][0].isdigit():
            del ending[at]
    yield from ending


def parted(words: str) -> str:
    """Return words with a space for each apostrophe, as some people write them: `O Brien`."""
    return words.translate(_APART)


def _folded(character: str) -> str:
    """Return a letter or a digit; nothing for a mark or an invisible character, a space for all else."""
    if unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}:
        return ""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return character if character.isalnum() else " "
