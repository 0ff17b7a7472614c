"""The courier of codes to clients' phones."""

from chalicelib.features.clients.service import code_messages
from chalicelib.outbox.kinds import Courier

CLIENT_CODE = Courier(code_messages.send, code_messages.record)
