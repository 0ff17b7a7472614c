"""What the owner's pages show, as plain frozen values; whoever has the data fills them, `render` draws them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.languages import Language

PhotoStatus = Literal["pending", "received", "rejected"]
RequestStatus = Literal["created", "sent", "undelivered", "opened", "in_progress", "completed", "expired", "revoked"]

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+")


@dataclass(frozen=True, kw_only=True)
class PhotoView:
    """A photo as the server knows it. Why it was rejected: `reason` for people, in the page's language."""

    id: str
    status: PhotoStatus
    reason: str | None = None
    reason_code: str | None = None
    thumbnail_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class CategoryView:
    """One thing to photograph. `label` and `hint` are in the page's language; `max` photos fit, `min` are needed."""

    code: str
    label: str
    hint: str
    min: int
    max: int
    original_required: bool = False
    photos: Sequence[PhotoView] = ()


@dataclass(frozen=True, kw_only=True)
class AccountView:
    """The tenant as the owner sees it: phones are E.164; a colour is `#rrggbb`; ValueError when it isn't."""

    name: str
    phones: Sequence[str] = ()
    logo_url: str | None = None
    brand_color: str | None = None

    def __post_init__(self) -> None:
        """Refuse what would break out of the style sheet."""
        if self.brand_color is not None and not _COLOUR.fullmatch(self.brand_color):
            raise ValueError("brand_color: #rrggbb is expected")


@dataclass(frozen=True, kw_only=True)
class OwnerPageView:
    """A photo request, ready to be shown.

    `storage_origin` is scheme, host and port of the presigned URLs (uploads and thumbnails): the page may talk to it
    and to its own origin only. ValueError when it is anything else.
    """

    language: Language
    account: AccountView
    status: RequestStatus
    expires_at: datetime
    categories: Sequence[CategoryView]
    storage_origin: str
    comment: str | None = None

    def __post_init__(self) -> None:
        """Refuse what would break out of the content security policy."""
        if not _ORIGIN.fullmatch(self.storage_origin):
            raise ValueError("storage_origin: scheme, host and port are expected")


@dataclass(frozen=True, kw_only=True)
class CodePageView:
    """The form that asks for the typed code.

    It posts `code` to its own address; `problem` is what was wrong with the last one: `unknown` (wrong, expired or
    revoked alike) or `limited` (too many tries).
    """

    language: Language
    code: str = ""
    problem: Literal["unknown", "limited"] | None = None


@dataclass(frozen=True, kw_only=True)
class NotFoundView:
    """A link that is wrong, expired or revoked: nothing of any tenant is shown. At `code_address` a code is typed."""

    language: Language
    code_address: str
