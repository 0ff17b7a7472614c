"""The couriers of e-mails to people of companies."""

from chalicelib.features.companies import granting, telling
from chalicelib.outbox.kinds import Courier

COMPANY_INVITED = Courier(telling.send_invitation, telling.record)
CLAIMS_GRANTED = Courier(granting.send_granted, granting.record)
