"""A message to render."""

from datetime import UTC, datetime
from typing import Any

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
