"""Numbers in the shape of a former numbering plan, converted to the present one. Phones' books keep old ones for years.

Each rule is of a shape that no number of the country has any more, so that it can only mean the new one. Landlines are
left out where their new numbers depend on more than the old ones.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class _Change(NamedTuple):
    """The former and the present form of a whole national number, with its leading zeros."""

    former: str
    present: str


def _prefixes(present: str, former: Iterable[int], digits: int) -> _Change:
    """Return that numbers with these former prefixes, and so many digits behind them, have another one now."""
    return _Change(rf"(?:{'|'.join(f'{each:02}' for each in former)})([0-9]{{{digits}}})", rf"{present}\1")


def _of_ivory_coast(present: str, seconds: str) -> _Change:
    """Return the operator's two digits that are put before; the second digit tells which one it was (ARTCI, 2021)."""
    return _Change(rf"([04-9][{seconds}][0-9]{{6}})", rf"{present}\1")


def _after_eight(digits: int) -> tuple[_Change, ...]:
    """Return the change of numbers with so many digits that were dialled after 8.

    Where codes begin with 0, they were dialled after 80. Before they left the Soviet plan; in Russia, Kazakhstan,
    Belarus and Turkmenistan they still are.
    """
    return (_Change(rf"80?([1-9][0-9]{{{digits - 1}}})", r"\1"),)


def _after_fifteen(area: str, digits: int) -> _Change:
    """Return that Argentina's mobiles were dialled with 15 before so many last digits; from abroad with a 9 instead."""
    return _Change(rf"9?0?({area})15([0-9]{{{digits}}})", r"9\1\2")


#: By calling code. Mexico took the 1 of mobiles away, and the digits dialled before them (IFT, 2019). Brazil put a 9
#: before mobiles (Anatel, 2016), Benin 01 before all numbers (ARCEP, 2024); Vietnam shortened long ones (2018).
#: Cameroon put a 6 before mobiles (ART, 2014). Chile (56) has no zero before mobiles, nor has Argentina (54) behind the
#: 9, but people write it. Italy has no rule: a zero more may make a landline.
_CHANGES: dict[int, tuple[_Change, ...]] = {
    52: (_Change(r"(?:1|01|04[45])([0-9]{10})", r"\1"),),
    54: (
        _after_fifteen("11", 8),
        _after_fifteen("[23][0-9]{2}", 7),
        _after_fifteen("[23][0-9]{3}", 6),
        _Change(r"90([1-9][0-9]{9})", r"9\1"),
    ),
    55: (_Change(r"([1-9][1-9])([689][0-9]{7})", r"\g<1>9\2"),),
    56: (_Change(r"0(9[0-9]{8})", r"\1"),),
    84: (
        *(_prefixes(f"3{last}", [160 + last], 7) for last in range(2, 10)),
        *(
            _prefixes(f"{present}", [former], 7)
            for former, present in (
                (120, 70),
                (121, 79),
                (122, 77),
                (126, 76),
                (128, 78),
                (123, 83),
                (124, 84),
                (125, 85),
                (127, 81),
                (129, 82),
                (186, 56),
                (188, 58),
                (199, 59),
            )
        ),
    ),
    225: (_of_ivory_coast("01", "0-3"), _of_ivory_coast("05", "4-6"), _of_ivory_coast("07", "7-9")),
    229: (_Change(r"([2-9][0-9]{7})", r"01\1"),),
    237: (_Change(r"([79][0-9]{7})", r"6\1"),),
    373: _after_eight(8),
    374: _after_eight(8),
    380: _after_eight(9),
    992: _after_eight(9),
    994: _after_eight(9),
    995: _after_eight(9),
    996: _after_eight(9),
    998: _after_eight(9),
}


def renumbered(calling_code: int, national: str) -> str | None:
    """Return today's national number of one in a former shape; None for one that is in no such shape."""
    for former, present in _CHANGES.get(calling_code, ()):
        if found := re.fullmatch(former, national):
            return found.expand(present)
    return None


def perhaps_today(dialled: str) -> Iterator[str]:
    """Yield the possible present forms of digits in a former shape, with and without their country's code: for a
    search.
    """
    for calling_code in _CHANGES:
        for national in dict.fromkeys([dialled, dialled.removeprefix(str(calling_code)), dialled.removeprefix("0")]):
            if today := renumbered(calling_code, national):
                yield f"{calling_code}{today}"
