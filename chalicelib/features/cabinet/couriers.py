"""The couriers of codes, and of messages about a person's own access."""

from chalicelib.features.cabinet.service import code_messages, password_links, telling
from chalicelib.outbox.kinds import Courier

AREA_CODE = Courier(code_messages.send, code_messages.record)
AREA_TOLD = Courier(telling.send_told, telling.record)
AREA_CONTACT = Courier(telling.send_changed, telling.record)
AREA_PASSWORD_LINK = Courier(password_links.send, telling.record)
