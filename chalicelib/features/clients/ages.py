"""Ages of confirmed phones: one that was confirmed long ago may be another person's by now."""

from chalicelib.base.clock import now
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.settings import limits_of


def is_confirmed(client: Client) -> bool:
    """Return True if the holder of the phone confirmed it lately enough."""
    return client.phone_confirmed_at is not None and not is_stale(client)


def is_stale(client: Client) -> bool:
    """Return True if a phone was confirmed so long ago that somebody should do so again."""
    return (
        client.phone_confirmed_at is not None
        and client.phone_confirmed_at < now() - limits_of(client.account_id).confirmed_for
    )
