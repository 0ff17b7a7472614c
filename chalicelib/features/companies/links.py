"""Links of invitations to companies: their secrets are derived from a key, and never stored."""

import base64
import hashlib
import hmac

from chalicelib.aws.secret_keys import identity_key
from chalicelib.base.settings import settings
from chalicelib.features.companies.model import Invitation
from chalicelib.frame.area.site import page_path

_BYTES, _LENGTH = 16, 22


def token_of(invitation: Invitation) -> str:
    """Return the secret of an invitation's link, always the same one, also after a merge of companies."""
    said = ("company-invitation", invitation.account_id, invitation.id)
    digest = hmac.new(identity_key(), "\0".join(said).encode(), hashlib.sha256).digest()[:_BYTES]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def url_of(invitation: Invitation, slug: str) -> str:
    """Return the address of an invitation's page."""
    return f"{settings().public_base_url}{page_path(slug, f'/joining/{token_of(invitation)}')}"


def digest_of(token: str) -> str | None:
    """Return the stored form of a token; None for a text of another length."""
    if len(token) != _LENGTH or not token.isascii():
        return None
    return hashlib.sha256(token.encode()).hexdigest()
