"""The number of a JPEG's scans, read from its markers before a decoder sees it (ITU-T T.81, annex B).

Limits: each scan of a progressive picture costs a pass over all coefficients, even an empty scan. So 4,000 scans of a
few bytes cost a decoder minutes. Cameras and encoders write at most about a dozen.
"""

from chalicelib.features.photos.imaging.jpeg_segments import FRAMES, START_OF_SCAN, number, segments
from chalicelib.features.photos.rejection import RejectionReason, Unacceptable

#: libjpeg's default progressive script has 10 scans for colour, scripts tuned by hand about 20.
MAX_SCANS = 64
#: All scans together: 15 passes over the largest picture that is filed.
MAX_SCANNED_PIXELS = 1_500_000_000
#: Baseline, extended and progressive with Huffman coding, the last two with arithmetic coding, too.
_KNOWN_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC9, 0xCA})
_BITS = 8


def require_known_coding(data: bytes | memoryview) -> None:
    """Raise Unacceptable(unsupported_type) for lossless, hierarchical and 12-bit JPEG: neither phones nor browsers."""
    frame = next((segment for segment in segments(data) if segment.marker in FRAMES), None)
    if frame is not None and (frame.marker not in _KNOWN_FRAMES or bytes(frame.body[:1]) > bytes([_BITS])):
        raise Unacceptable(RejectionReason.UNSUPPORTED_TYPE)


def require_few_scans(data: bytes | memoryview) -> None:
    """Raise Unacceptable(too_complex) when the scans up to the picture's own end are too many to decode."""
    scans = pixels = 0
    for segment in segments(data):
        if segment.marker in FRAMES and not pixels:  # a second frame is damage, which the decoder refuses
            pixels = number(segment.body, 1) * number(segment.body, 3)
        scans += segment.marker == START_OF_SCAN
        if scans > MAX_SCANS or (scans > 1 and scans * pixels > MAX_SCANNED_PIXELS):
            raise Unacceptable(RejectionReason.TOO_COMPLEX)
