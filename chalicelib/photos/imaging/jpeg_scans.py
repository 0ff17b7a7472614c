"""How often a JPEG goes over its pixels, read from its markers before a decoder sees it (ITU-T T.81, annex B).

Limits: each scan of a progressive picture costs a pass over all coefficients, even when the scan itself is empty, so
4,000 scans of a few bytes cost a decoder minutes. Cameras and encoders write at most about a dozen.
"""

import re

from chalicelib.photos.rejection import RejectionReason, Unacceptable

#: libjpeg's default progressive script has 10 scans for colour, scripts tuned by hand about 20.
MAX_SCANS = 64
#: All scans together: 15 passes over the largest picture that is filed.
MAX_SCANNED_PIXELS = 1_500_000_000
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
#: In a scan, FF 00 is a stuffed byte, FF D0 to FF D7 restart it, and FF FF fills.
_NEXT_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]", re.DOTALL)


def require_few_scans(data: bytes | memoryview) -> None:
    """Raise Unacceptable(too_complex) when the scans up to the picture's own end are too many to decode."""
    scans = pixels = 0
    found = _NEXT_MARKER.search(data, 2)
    while found and (marker := data[found.end() - 1]) != _END_OF_IMAGE:
        at = found.end()
        if marker in _FRAMES:
            pixels = _pixels(data, at)
        scans += marker == _START_OF_SCAN
        if scans > MAX_SCANS or (scans > 1 and scans * pixels > MAX_SCANNED_PIXELS):
            raise Unacceptable(RejectionReason.TOO_COMPLEX)
        found = _NEXT_MARKER.search(data, at if marker in _ALONE else at + _number(data, at))


def _pixels(data: bytes | memoryview, at: int) -> int:
    """Return the pixels that the frame header says."""
    return _number(data, at + 3) * _number(data, at + 5)


def _number(data: bytes | memoryview, at: int) -> int:
    return int.from_bytes(data[at : at + 2])
