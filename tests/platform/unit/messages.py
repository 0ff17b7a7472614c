"""A message to render, and the catalogues to render it with."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from chalicelib.base import languages
from chalicelib.features.photos.message_texts import PhotoRequestMessage, SupportPhone

LINK = "https://foto.example/r/Vq3kZ8hT0mJx5uYb2nCwRd"
PHONES = (
    SupportPhone(e164="+78005553535", display="8 800 555-35-35"),
    SupportPhone(e164="+74951234567", display="+7 495 123-45-67"),
)


def photo_request_message(**changes: Any) -> PhotoRequestMessage:
    """Return a full message in Russian, with some fields changed."""
    fields: dict[str, Any] = {
        "kind": "invitation",
        "language": "ru",
        "sender_name": "Меридиан",
        "owner_name": "Мария Петровна",
        "link": LINK,
        "code": "KX7M-24TP",
        "entry_url": "https://foto.example/c",
        "categories": ("Авто снаружи", "Повреждения", "VIN"),
        "comment": "Снимите левую дверь крупно.\nИ порог.",
        "support_phones": PHONES,
        "signature": "С уважением,\nотдел урегулирования",
        "expires_at": datetime(2026, 11, 28, 15, 0, tzinfo=UTC),
        "timezone": "Europe/Moscow",
        "reply_to": "claims@meridian.example",
        "reference": "ОСАГО-2026/11873",
    }
    return PhotoRequestMessage.model_validate(fields | changes)


@pytest.fixture(scope="session")
def catalogue_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile the catalogues as they are in the sources now, beside whatever the build has left there."""
    target = tmp_path_factory.mktemp("locale")
    for source in languages.LOCALE_DIR.glob("*/LC_MESSAGES/*.po"):
        compiled = target / source.relative_to(languages.LOCALE_DIR).with_suffix(".mo")
        compiled.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as po, compiled.open("wb") as mo:
            write_mo(mo, read_po(po, locale=source.parts[-3]))
    return target


@pytest.fixture
def compiled_catalogues(catalogue_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Read translations from freshly compiled catalogues."""
    monkeypatch.setattr(languages, "LOCALE_DIR", catalogue_dir)
    languages.translations.cache_clear()
    yield
    languages.translations.cache_clear()
