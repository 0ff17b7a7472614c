"""Content of the owner's pages, as plain frozen values: callers fill them, `render` draws them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from chalicelib.base.languages import Language
from chalicelib.tenancy.categories import is_about_goods

PhotoStatus = Literal["pending", "received", "rejected"]
RequestStatus = Literal["created", "sent", "undelivered", "opened", "in_progress", "completed", "expired", "revoked"]

#: An action of a button of the page without script that failed: the category is full, or photos are missing.
Notice = Literal["full", "missing"]


class PhotoView(NamedTuple):
    """A photo as the server knows it. `reason` explains a rejection to people, in the page's language."""

    id: str
    status: PhotoStatus
    reason: str | None = None
    reason_code: str | None = None
    thumbnail_url: str | None = None
    received_at: datetime | None = None


class RetakeView(NamedTuple):
    """A photo to take once more: its fault and advice, in the page's language, and staff's own words."""

    reason: str
    hint: str = ""
    text: str = ""
    thumbnail_url: str | None = None


class CategoryView(NamedTuple):
    """One thing to photograph. `label` and `hint` are in the page's language; `max` photos fit, `min` are needed."""

    code: str
    label: str
    hint: str
    min: int
    max: int
    original_required: bool = False
    photos: Sequence[PhotoView] = ()
    again: Sequence[RetakeView] = ()

    @property
    def received(self) -> int:
        """The number of its photos that have arrived."""
        return sum(photo.status == "received" for photo in self.photos)


class AccountView(NamedTuple):
    """The tenant as the owner sees it: phones as `phones.dial` gives them, a colour `#rrggbb`."""

    name: str
    phones: Sequence[str] = ()
    logo_url: str | None = None
    brand_color: str | None = None


class OwnerPageView(NamedTuple):
    """A photo request, ready to be shown.

    `link` is the page's own address, for another device or browser. `storage_origin` is scheme, host and port of the
    presigned URLs (uploads and thumbnails). The page may talk to it and to its own origin only. ValueError when it is
    anything else.
    """

    language: Language
    account: AccountView
    status: RequestStatus
    expires_at: datetime
    categories: Sequence[CategoryView]
    link: str
    storage_origin: str
    comment: str | None = None
    completed_at: datetime | None = None
    notice: Notice | None = None
    #: The address that is offered once the photos are sent; empty: none.
    offer: str = ""

    @property
    def retakes(self) -> int:
        """The number of photos to be taken once more."""
        return sum(len(category.again) for category in self.categories)

    @property
    def about_goods(self) -> bool:
        """Return True if photos of goods that were carried are asked for, of no vehicle."""
        return is_about_goods(category.code for category in self.categories)

    @property
    def path(self) -> str:
        """The page's address on its own host, for fetches and posts, without a slash typed at its end."""
        return urlsplit(self.link).path


class CodePageView(NamedTuple):
    """The form that asks for the typed code.

    It posts `code` to its own address. `problem` is the fault of the last one: `unknown` (wrong, expired or revoked
    alike) or `limited` (too many tries).
    """

    language: Language
    code: str = ""
    problem: Literal["unknown", "limited"] | None = None


class NotFoundView(NamedTuple):
    """A link that is wrong, expired or revoked: nothing of any tenant is shown. At `code_address` a code is typed."""

    language: Language
    code_address: str


class PlainFormView(NamedTuple):
    """The form that sends one photo without script.

    It is posted to `url` with all `fields`, the file last; `back` leaves it.
    """

    language: Language
    account: AccountView
    label: str
    hint: str
    url: str
    fields: Mapping[str, str]
    back: str


class PreviewView(NamedTuple):
    """The owner's first view of a request; each category is (code, label, least number of photos)."""

    language: Language
    account: AccountView
    categories: Sequence[tuple[str, str, int]]
