"""The secrets of endpoints: derived when they are needed, shown once, never stored."""

from datetime import datetime

from chalicelib.aws.secret_keys import hook_key
from chalicelib.base.signatures import derive_secret
from chalicelib.features.webhooks.model import Endpoint


def secret_of(endpoint_id: str, *, generation: int) -> str:
    """Return a generation of an endpoint's secret, `whsec_…`."""
    return derive_secret(hook_key(), subject=endpoint_id, generation=generation)


def live_secrets(endpoint: Endpoint, moment: datetime) -> tuple[str, ...]:
    """Return the secrets that an endpoint's messages are signed by, the newest first."""
    return tuple(secret_of(endpoint.id, generation=each) for each in endpoint.generations(moment))
