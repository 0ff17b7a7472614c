"""The couriers of codes to clients' phones, and of messages about clients' agents."""

from chalicelib.features.clients.service import code_messages, moving_messages, telling
from chalicelib.outbox.kinds import Courier

CLIENT_CODE = Courier(code_messages.send, code_messages.record)
CLIENT_MOVED = Courier(moving_messages.send, moving_messages.record)
CLIENT_TOLD = Courier(telling.send, telling.record)
