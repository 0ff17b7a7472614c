"""The page's catalogues, compiled; and a request to draw."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from chalicelib.base import languages
from chalicelib.features.photos.owner.views import AccountView, CategoryView, OwnerPageView


@pytest.fixture(scope="session", autouse=True)
def _compiled_catalogues() -> Iterator[None]:
    """Compile what was written after its last compilation; a fresh clone has nothing compiled."""
    for source in languages.LOCALE_DIR.glob("*/LC_MESSAGES/page.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            _compile(source, compiled)
    languages.translations.cache_clear()
    yield
    languages.translations.cache_clear()


def _compile(source: Path, compiled: Path) -> None:
    with source.open("rb") as text, compiled.open("wb") as binary:
        write_mo(binary, read_po(text))


def make_view(**changes: Any) -> OwnerPageView:
    """Return a request of two categories, nothing photographed yet."""
    values: dict[str, Any] = {
        "language": "ru",
        "account": AccountView(name="Надежда", phones=("+74951234567",)),
        "status": "sent",
        "expires_at": datetime(2026, 12, 5, 12, 0, tzinfo=UTC),
        "categories": (
            CategoryView(code="exterior", label="Авто снаружи", hint="Целиком", min=1, max=5),
            CategoryView(code="damage", label="Повреждения", hint="Вблизи", min=2, max=10),
        ),
        "link": "https://photos.example/r/abc",
        "storage_origin": "http://127.0.0.1:4566",
        **changes,
    }
    return OwnerPageView(**values)
