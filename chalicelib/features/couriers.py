"""The senders of this feature: messages to owners, notices to administrators, and news of cases for their staff."""

from chalicelib.features.cases.news import NEWS
from chalicelib.features.photos.service import messages, notices, outcomes
from chalicelib.features.staff_news import collecting, digest, mailing
from chalicelib.outbox.couriers import Courier, by_kind

COURIERS = {
    "photo_request": Courier(messages.send, outcomes.record),
    "notice": Courier(notices.send, notices.record),
    NEWS: Courier(collecting.send, collecting.record),
    collecting.MAIL: Courier(mailing.send, mailing.record),
    mailing.DIGEST: Courier(digest.send, digest.record),
}
send, record = by_kind(COURIERS)
