"""The courier of messages to clients about their claims."""

from chalicelib.features.claims.telling import sending
from chalicelib.outbox.kinds import Courier

CLAIM_TOLD = Courier(sending.send, sending.record)
