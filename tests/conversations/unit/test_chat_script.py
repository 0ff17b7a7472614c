"""The weight of the conversation's script."""

import gzip
from pathlib import Path

from infra.page_assets import script

_ENTRY = Path(__file__).resolve().parents[3] / "chalicelib/features/conversations/console/static/chat.js"
#: The compression of API Gateway.
_LEVEL, _MOST = 6, 8 * 1024


def test_the_script_is_at_most_8_kilobytes_gzipped() -> None:
    weight = len(gzip.compress(script(_ENTRY).encode(), _LEVEL))

    assert 1024 < weight <= _MOST
