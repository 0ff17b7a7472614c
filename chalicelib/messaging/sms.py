"""The number of messages that a text is billed and delivered as, by 3GPP TS 23.038 (alphabets) and 23.040 (parts)."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from chalicelib.base.words import nearest

#: TS 23.038, 6.2.1: the default alphabet, one 7-bit unit each.
GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: TS 23.038, 6.2.1.1: the extension table, an escape and a character: two units.
GSM_EXTENSION = frozenset("\f^{}\\[~]|€")

Encoding = Literal["GSM-7", "UCS-2"]
#: Units in a message that stands alone, and in one part of several (a 6-byte header takes the rest).
CAPACITY: dict[Encoding, tuple[int, int]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}


class SmsSize(NamedTuple):
    """Size of a text as SMS: `units` are 7-bit characters for GSM-7 and UTF-16 code units for UCS-2."""

    encoding: Encoding
    units: int
    segments: int


def segments(text: str) -> SmsSize:
    """Measure a text in the only alphabet that can carry all of it.

    An escape sequence or a surrogate pair is never split over two parts (TS 23.038, 6.2.1.1; Unicode 3.9). So a part
    may stay one unit short, and a text may need more parts than its units alone would.
    """
    encoding: Encoding = "GSM-7" if is_gsm(text) else "UCS-2"
    widths = [_width(character, encoding) for character in text]
    alone, part = CAPACITY[encoding]
    units = sum(widths)
    return SmsSize(encoding, units, 1 if units <= alone else _parts(widths, part))


def compose(candidates: Sequence[str]) -> tuple[str, SmsSize]:
    """Return the first of the texts that need the fewest segments, and its size.

    Give the fullest wording first: it is taken whenever a shorter one would not save a segment.
    Raises ValueError when there is no candidate.
    """
    return min(((text, segments(text)) for text in candidates), key=lambda sized: sized[1].segments)


def is_gsm(text: str) -> bool:
    """Return True if the default alphabet and its extension table can carry the text."""
    return all(character in GSM_BASIC or character in GSM_EXTENSION for character in text)


def spelled(text: str) -> str:
    """Return text with look-alikes of characters that the default alphabet lacks (`Gálvez…`: `Galvez...`).

    Some have no such likeness, Cyrillic ones for example: then the text stays as it is, for it gains nothing.
    """
    likeness = "".join(character if is_gsm(character) else nearest(character) for character in text)
    return likeness if is_gsm(likeness) else text


def _width(character: str, encoding: Encoding) -> int:
    if encoding == "GSM-7":
        return 2 if character in GSM_EXTENSION else 1
    return 2 if ord(character) > 0xFFFF else 1  # noqa: PLR2004 - the end of Unicode's basic plane


def _parts(widths: Sequence[int], capacity: int) -> int:
    parts, used = 1, 0
    for width in widths:
        if used + width > capacity:
            parts, used = parts + 1, 0
        used += width
    return parts
