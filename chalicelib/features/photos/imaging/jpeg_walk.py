"""The check that a sequential JPEG's data is blocks of its own up to its end (ITU-T T.81, F.1).

Damage within a scan makes a decoder read other blocks, as a rule not as many as were there. libjpeg doesn't tell of a
block with more than 64 coefficients. The left-over bytes look like the stray ones that some encoders write, but they
are the picture's last blocks. This is slow, so it is done only where a picture is small, or its bytes are left over.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat

from chalicelib.features.photos.imaging.jpeg_frame import OTHERS, Codes, Scan, sequential_scans

#: Stray bytes: so few are as likely not blocks, and so many are damage.
_FEW_STRAY, _MOST_STRAY = 4, 1024
#: The bits that are checked behind the data's last one.
_MARGIN = bytes(4)
#: Fill bytes may precede it.
_RESTART = re.compile(rb"\xff+[\xd0-\xd7]")
_WINDOW = 16
_COEFFICIENTS = 64
#: Zeros that are coded without a value behind them; other runs without one are taken for the end, as libjpeg does.
_LONGEST_RUN = 15
#: Coefficients that the end of a block stands for: more than any run of others.
_END = 2 * _COEFFICIENTS

type _Steps = Sequence[tuple[int, int]]
type _Unit = Sequence[tuple[_Steps, _Steps]]


def has_own_blocks(data: bytes, *, at_most: int) -> bool:
    """Return False if a block of a JPEG is impossible, or blocks are missing or left over.

    `at_most`: bytes of coded data and blocks that are walked; of more nothing is said.
    """
    scans = list(sequential_scans(data))
    return sum(scan.work for scan in scans) > at_most or all(map(_is_whole, scans))


def _is_whole(scan: Scan) -> bool:
    used = set(chain.from_iterable(scan.unit))
    if not used <= scan.tables.keys():  # the standard's tables are meant, as in a video's pictures
        return True
    tables = {table: _steps(scan.tables[table], is_direct=table < OTHERS) for table in used}
    unit = [(tables[direct], tables[others]) for direct, others in scan.unit]
    parts, counts = _RESTART.split(bytes(scan.coded)), list(_units_of_parts(scan))
    # An encoder may write a restart marker behind the last part, too.
    return len(parts) >= len(counts) and all(map(_is_own, parts, repeat(unit), counts))


def _units_of_parts(scan: Scan) -> Iterator[int]:
    interval = scan.interval or scan.units
    yield from repeat(interval, scan.units // interval)
    if scan.units % interval:
        yield scan.units % interval


def _is_own(part: bytes, unit: _Unit, units: int) -> bool:
    """Return False if a part's blocks are impossible or too few, or if blocks follow behind them."""
    coded = part.replace(b"\xff\x00", b"\xff")
    end = _walk(coded + _MARGIN, chain.from_iterable(repeat(unit, units)), 0)
    if end is None:
        return False
    rest = coded[-(-end // 8) :]
    if len(rest) <= _FEW_STRAY or rest == rest[:1] * len(rest):
        return True
    return len(rest) <= _MOST_STRAY and not _are_units(coded[end // 8 :] + _MARGIN, unit, end % 8)


def _are_units(data: bytes, unit: _Unit, at: int) -> bool:
    """Return True if the data from a bit on reads as whole units. The last of them lies at the data's end."""
    last_byte = 8 * (len(data) - len(_MARGIN)) - 7
    while True:
        after = _walk(data, unit, at)
        if after is None:
            return False
        if after >= last_byte and _is_filled_up(data, after):
            return True
        at = after


def _is_filled_up(data: bytes, end: int) -> bool:
    """Return True if the bits up to the next byte are ones (F.1.2.3). Some encoders write zeros."""
    rest = 0xFF >> end % 8
    return end % 8 == 0 or data[end // 8] & rest in (0, rest)


def _walk(data: bytes, blocks: Iterable[tuple[_Steps, _Steps]], at: int) -> int | None:
    """Return the bit behind the last block; None if a block has too many coefficients, or the data ends before.

    `data`: with a margin behind it.
    """
    try:
        for direct, others in blocks:
            byte = at >> 3
            at += direct[(data[byte] << 16 | data[byte + 1] << 8 | data[byte + 2]) >> 8 - (at & 7) & 0xFFFF][0]
            coefficient = 1
            while coefficient < _COEFFICIENTS:
                byte = at >> 3
                bits, skipped = others[
                    (data[byte] << 16 | data[byte + 1] << 8 | data[byte + 2]) >> 8 - (at & 7) & 0xFFFF
                ]
                at += bits
                coefficient += skipped
            if _COEFFICIENTS < coefficient < _END:
                return None
    except IndexError:
        return None
    return at if at <= 8 * (len(data) - len(_MARGIN)) else None


def _steps(codes: Codes, *, is_direct: bool) -> _Steps:
    """Return, for each 16 bits that begin with a code, the bits it takes with its value, and the coefficients."""
    steps = [(0, _COEFFICIENTS)] * (1 << _WINDOW)  # bits that are no code: too many coefficients
    for code, length, symbol in codes:
        first, count = code << _WINDOW - length, 1 << _WINDOW - length
        steps[first : first + count] = [_step(length, symbol, is_direct=is_direct)] * count
    return steps


def _step(length: int, symbol: int, *, is_direct: bool) -> tuple[int, int]:
    if is_direct:
        return length + symbol, 1
    run, size = divmod(symbol, 16)
    return length + size, _END if size == 0 and run != _LONGEST_RUN else run + 1
