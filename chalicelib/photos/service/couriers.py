"""The senders of this feature: messages to owners, notices to administrators, and news of cases for their staff."""

from chalicelib.cases.news import NEWS
from chalicelib.notifications.couriers import Courier, by_kind
from chalicelib.photos.service import messages, notices, outcomes
from chalicelib.photos.staff_news import collecting, digest, mailing

COURIERS = {
    "photo_request": Courier(messages.send, outcomes.record),
    "notice": Courier(notices.send, notices.record),
    NEWS: Courier(collecting.send, collecting.record),
    collecting.MAIL: Courier(mailing.send, mailing.record),
    mailing.DIGEST: Courier(digest.send, digest.record),
}
send, record = by_kind(COURIERS)
