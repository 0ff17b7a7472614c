"""The link that restores a changed contact. Its secret is derived, and never stored."""

import base64
import hashlib
import hmac
from typing import NamedTuple

from chalicelib.aws.secret_keys import identity_key
from chalicelib.base.errors import NotFound
from chalicelib.base.languages import N_
from chalicelib.base.settings import settings
from chalicelib.frame.area.site import page_path

_ULID, _BYTES = 26, 16
_UNKNOWN = N_("This link does not open. A part of it may be missing.")


class Undo(NamedTuple):
    """The changed contact that a token names."""

    account_id: str
    undo_id: str


def undo_url(slug: str, undo: Undo) -> str:
    """Return the address of the page that restores a contact."""
    return f"{settings().public_base_url}{page_path(slug, f'/undo/{undo_token(undo)}')}"


def undo_token(undo: Undo) -> str:
    """Return the token of a changed contact."""
    said = "\0".join(("area-undo", undo.account_id, undo.undo_id)).encode()
    mac = base64.urlsafe_b64encode(hmac.new(identity_key(), said, hashlib.sha256).digest()[:_BYTES])
    ids = undo.account_id.partition("_")[2] + undo.undo_id.partition("_")[2]
    return f"{ids}{mac.decode().rstrip('=')}"


def read_undo(token: str) -> Undo:
    """Return the changed contact that a token names. Raises NotFound for a token that is not ours."""
    undo = Undo(f"acc_{token[:_ULID]}", f"und_{token[_ULID : 2 * _ULID]}")
    if not hmac.compare_digest(undo_token(undo).encode(), token.encode()):
        raise NotFound(_UNKNOWN)
    return undo
