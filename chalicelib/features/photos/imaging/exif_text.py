"""Text of EXIF tags: ASCII by the standard, any encoding in files. Unreadable text is left out."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from chalicelib.base.words import line

#: Letters beyond ASCII that stand together: of Latin-1 two at most ("Zoë", "Møøse").
_RUN = re.compile(r"[^\x00-\x7f]{3,}")
#: A word as people write it in Windows-1251, which no three letters of Latin-1 are by chance.
_CYRILLIC = re.compile(r"[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+")
_UTF_16_HIGH = frozenset(b"\x00\x04")  # Latin and Cyrillic
_SHORTEST_UTF_16 = 3
_LAST_ASCII = 0x7F


def read_text(raw: bytes) -> str:
    """Return text in UTF-8 or UTF-16, else in Latin-1 or Windows-1251, as one line of visible characters.

    Empty if there is none, or no letter or digit. Words that none of these encodings explains are left out.
    """
    shown = line("".join(map(_seen, _decoded(raw.rstrip(b"\xff")))))
    return shown if any(map(str.isalnum, shown)) else ""


def _seen(character: str) -> str:
    """Return a character, or nothing for a formless one: controls but line ends, private use, U+FFFD."""
    has_form = character.isprintable() and character != "\ufffd"
    return character if has_form or character in "\t\r\n" else ""


def _decoded(raw: bytes) -> str:
    wide = _utf_16(raw)
    if wide:
        return wide.partition("\0")[0]
    narrow = raw.strip(b"\0").partition(b"\0")[0]
    return _utf_8(narrow) or " ".join(map(_word_of_one_byte_letters, narrow.split(b" ")))


def _utf_16(raw: bytes) -> str:
    """Return text that is UTF-16 by its mark, or by its high bytes; "" if it is not."""
    for mark, name in ((BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be")):
        if raw.startswith(mark):
            return raw[2:].decode(name, "ignore")
    filled = raw.rstrip(b"\0")
    if len(filled) < _SHORTEST_UTF_16 or _UTF_16_HIGH.isdisjoint(filled):
        return ""
    for high, name in ((filled[1::2], "utf-16-le"), (filled[::2], "utf-16-be")):
        if set(high) <= _UTF_16_HIGH:
            return raw[: len(filled) + len(filled) % 2].decode(name, "ignore")
    return ""


def _utf_8(raw: bytes) -> str:
    """Return text if most of it is UTF-8: the field's end may have cut a character."""
    words = raw.decode("utf-8", "ignore")
    beyond_ascii = sum(byte > _LAST_ASCII for byte in raw)
    read = len(words.encode()) - sum(char.isascii() for char in words)
    return words if not beyond_ascii or 2 * read > beyond_ascii else ""


def _word_of_one_byte_letters(raw: bytes) -> str:
    """Return a word in Latin-1, else in Windows-1251; "" if it can be neither."""
    latin = raw.decode("cp1252", "replace")
    if not _RUN.search(latin):
        return latin
    cyrillic = raw.decode("cp1251", "replace")
    return cyrillic if all(map(_CYRILLIC.fullmatch, re.findall(r"[^\x00-\x7f]+", cyrillic))) else ""
