"""The senders of this feature: messages to owners, and notices to administrators."""

from chalicelib.notifications.couriers import Courier, by_kind
from chalicelib.photos.service import messages, notices, outcomes

COURIERS = {
    "photo_request": Courier(messages.send, outcomes.record),
    "notice": Courier(notices.send, notices.record),
}
send, record = by_kind(COURIERS)
