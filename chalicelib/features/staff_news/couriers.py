"""Couriers of e-mails to staff about news in cases."""

from chalicelib.features.staff_news import collecting, digest, mailing
from chalicelib.outbox.kinds import Courier

#: Finds the recipients of a case's news.
NEWS = Courier(collecting.send, collecting.record)
MAIL = Courier(mailing.send, mailing.record)
DIGEST = Courier(digest.send, digest.record)
