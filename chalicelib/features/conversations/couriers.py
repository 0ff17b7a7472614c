"""The couriers of messages about requests: to addresses of desks, to clients, to people of claims."""

from chalicelib.features.conversations import unread_letters
from chalicelib.features.conversations.service import mailing, telling
from chalicelib.outbox.kinds import Courier

TO_DESK = Courier(mailing.send, mailing.record)
TO_CLIENT = Courier(telling.send, telling.record)
TO_PERSON = Courier(unread_letters.send, unread_letters.record)
