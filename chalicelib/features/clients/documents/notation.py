"""Written numbers of documents: without separators, signs and labels, and in the script that their blanks have."""

import re
import unicodedata

#: Signs before a number. Compatibility forms (NFKC) would make letters of them.
_SIGN = r"№|\b[Nn]\.?\s?[º°]"
#: Words that people write before a series or a number.
_LABEL = (
    r"(?i)\b(?:(?:серия|номер|снилс|инн|паспорт|dni|nie|nif|cif|cuit|cuil|cpf|cnpj|rut|run|ruc|nit"
    r"|number|n[uú]mero|n[uú]m|nro|no)\b[.:]*|(?:сер|ном)\b[.:]*|n\b\.?(?=\s*[0-9]))"
)
_SEPARATORS = frozenset(".,:;/\u2212")
#: The letters that both scripts have alike, as on Russian plates and driving licences (GOST R 50577).
PLATE_LETTERS = "АВЕКМНОРСТУХ"
_TO_CYRILLIC = str.maketrans("ABEKMHOPCTYX", PLATE_LETTERS)
_TO_LATIN = str.maketrans(PLATE_LETTERS + "ІЈЅ", "ABEKMHOPCTYXIJS")
#: Roman numerals as people type them who have no Latin letters at hand.
_TO_ROMAN = str.maketrans({"1": "I", "Y": "V", "П": "II", "Ш": "III"})
_SERIES, _DIGITS, _DNI = 2, 6, 9
#: Numbers of at least so many characters show two at each end when they are masked; shorter ones show less.
_LONG, _SHORT = 8, 4


def compact(written: str, *, labelled: bool) -> str:
    """Return letters and digits in capitals, without the signs between them. Idempotent.

    `labelled`: words such as «серия» and «номер» are dropped, too. Other characters stay, so that they are refused.
    """
    plain = unicodedata.normalize("NFKC", re.sub(_SIGN, " ", written))
    spoken = re.sub(_LABEL, " ", plain) if labelled else plain
    return "".join(_ascii_digit(each) for each in spoken.upper() if not _is_separator(each))


def spaced(written: str) -> str:
    """Return a number of a free form as it was typed, without invisible characters, one space between words."""
    line = " ".join(written.split())
    visible = "".join(each for each in line if unicodedata.category(each) not in {"Cf", "Cc"})
    return " ".join(unicodedata.normalize("NFKC", visible).split())


def latin(number: str) -> str:
    """Return a number with Latin letters for the Cyrillic ones that look alike."""
    return number.translate(_TO_LATIN)


def cyrillic(number: str) -> str:
    """Return a number with Cyrillic letters for the Latin ones that look alike."""
    return number.translate(_TO_CYRILLIC)


def birth_certificate(number: str) -> str:
    """Return a Roman numeral in Latin letters, two Cyrillic letters and the digits: `IVАГ123456`."""
    letters, digits = number[:-_DIGITS], number[-_DIGITS:]
    roman, series = letters[:-_SERIES], letters[-_SERIES:]
    return latin(roman).translate(_TO_ROMAN) + cyrillic(series) + digits


def dni(number: str) -> str:
    """Return a Spanish DNI with its leading zero, which older ones are often written without."""
    return latin(number).zfill(_DNI) if len(number) == _DNI - 1 else latin(number)


def laid_out(number: str, layout: str) -> str:
    """Return a number with the signs of a layout between its characters, each a `#` there, filled from the right."""
    shown, rest = "", number
    for sign in reversed(layout):
        if not rest:
            break
        if sign == "#":
            shown, rest = rest[-1] + shown, rest[:-1]
        else:
            shown = sign + shown
    return rest + shown


def masked(shown: str) -> str:
    """Return a number with asterisks for all but its first two and last two characters: `45** ****56`.

    Signs between the characters stay. Never more than half of the characters are seen.
    """
    places = [at for at, each in enumerate(shown) if each.isalnum()]
    ends = 2 if len(places) >= _LONG else 1 if len(places) >= _SHORT else 0
    hidden = set(places[ends : len(places) - ends])
    return "".join("*" if at in hidden else each for at, each in enumerate(shown))


def _is_separator(character: str) -> bool:
    return character.isspace() or character in _SEPARATORS or unicodedata.category(character) in {"Pd", "Cf"}


def _ascii_digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character
