"""A request to draw on the owner's page."""

from datetime import UTC, datetime
from typing import Any

from chalicelib.features.photos.owner.views import AccountView, CategoryView, OwnerPageView


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
