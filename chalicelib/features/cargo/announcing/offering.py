"""The offer of announcing on a client's page."""

from chalicelib.features.claims.settings import claim_settings
from chalicelib.features.clients.model import ClientKind, Known


def can_announce(known: Known) -> bool:
    """Return True if claims can be announced to a client: a company, if the account has a process for it."""
    client = known.client
    announces = any(each.announced for each in claim_settings(client.account_id).processes)
    return client.facts.kind is ClientKind.COMPANY and client.blocked is None and announces
