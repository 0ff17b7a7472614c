"""The courier of messages to owners."""

from chalicelib.features.photos.service import messages, outcomes
from chalicelib.outbox.kinds import Courier

PHOTO_REQUEST = Courier(messages.send, outcomes.record)
