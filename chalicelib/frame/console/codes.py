"""Codes proposed from labels: Russian or Spanish in small Latin letters."""

import re
import unicodedata
from collections.abc import Collection, Mapping

from chalicelib.base.languages import Language

LONGEST, _SHORTEST = 40, 2
#: Close to the letters of passports (ICAO 9303), without their signs that no code may have.
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "",
            "y",
            "",
            "e",
            "yu",
            "ya",
        ],
        strict=True,
    )
)


def proposed(label: str, *, taken: Collection[str], fallback: str) -> str:
    """Return a free code that a label suggests; the fallback's if the label suggests none."""
    stem = _latin(label)[:LONGEST].strip("_")
    if not stem[:1].isalpha():
        stem = f"{fallback}_{stem}"[:LONGEST].strip("_")
    if len(stem) < _SHORTEST:
        stem = f"{stem}_1"
    numbered = (f"{stem[: LONGEST - len(end)]}{end}" for end in ("", *(f"_{number}" for number in range(2, 999))))
    return next(code for code in numbered if code not in taken)


def first_label(labels: Mapping[Language, str], order: Collection[Language]) -> str:
    """Return the label that a code is made of: the first that there is, in this order of languages."""
    return next((labels[language] for language in order if labels.get(language)), "")


def _latin(label: str) -> str:
    written = "".join(_CYRILLIC.get(letter, letter) for letter in label.casefold())
    plain = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
