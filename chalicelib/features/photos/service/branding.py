"""Use cases of how an account looks to owners: where its logo is, and previews."""

import re
from collections.abc import Sequence
from hashlib import sha256

from chalicelib.aws import photo_bucket
from chalicelib.base.errors import NotFound
from chalicelib.base.ids import ULID_PATTERN
from chalicelib.base.languages import N_
from chalicelib.base.settings import settings
from chalicelib.tenancy.categories import Category
from chalicelib.tenancy.model import Account

#: Of a logo's SHA-256, so many hex digits are its name.
_DIGITS = 32
_DIGEST, _ACCOUNT = rf"[0-9a-f]{{{_DIGITS}}}", rf"acc_{ULID_PATTERN}"
_NO_LOGO = N_("There is no such logo.")


def store_logo(account_id: str, drawn: bytes) -> str:
    """Store a drawn logo and return its public address."""
    photo_bucket.write_logo(_logo_key(account_id, _digest(drawn)), drawn)
    return logo_address(account_id, drawn)


def logo_address(account_id: str, drawn: bytes) -> str:
    """Return the public address of a drawn logo."""
    return f"{settings().public_base_url}/a/{account_id}/logo/{_digest(drawn)}"


def logo_source(account: Account) -> str | None:
    """Return the address from which a page of ours gets the logo: a stored one straight from the bucket."""
    url = account.branding.logo_url
    ours = f"{settings().public_base_url}/a/{account.id}/logo/"
    digest = url.removeprefix(ours) if url and url.startswith(ours) else ""
    if not re.fullmatch(_DIGEST, digest):
        return url
    return photo_bucket.sign_download(_logo_key(account.id, digest))


def find_logo(account_id: str, digest: str) -> str:
    """Return an address in the bucket at which a logo can be read for a while. Raises NotFound."""
    is_name = re.fullmatch(_ACCOUNT, account_id) and re.fullmatch(_DIGEST, digest)
    if not is_name or not photo_bucket.holds(_logo_key(account_id, digest)):
        raise NotFound(_NO_LOGO)
    return photo_bucket.sign_download(_logo_key(account_id, digest))


def usual_categories(account: Account) -> Sequence[Category]:
    """Return the categories of previews: those ticked by default, or else the first."""
    return [category for category in account.categories if category.by_default] or account.categories[:1]


def _logo_key(account_id: str, digest: str) -> str:
    return f"{photo_bucket.LOGOS}{account_id}/{digest}.png"


def _digest(drawn: bytes) -> str:
    return sha256(drawn).hexdigest()[:_DIGITS]
