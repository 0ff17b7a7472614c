"""The courier of messages to clients about their policies."""

from chalicelib.features.policies.service import telling
from chalicelib.outbox.kinds import Courier

POLICY_TOLD = Courier(telling.send, telling.record)
