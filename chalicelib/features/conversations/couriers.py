"""The couriers of messages about requests: to addresses of desks, and to clients."""

from chalicelib.features.conversations.service import mailing, telling
from chalicelib.outbox.kinds import Courier

TO_DESK = Courier(mailing.send, mailing.record)
TO_CLIENT = Courier(telling.send, telling.record)
