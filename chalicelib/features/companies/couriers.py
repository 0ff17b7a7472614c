"""The courier of invitations to companies."""

from chalicelib.features.companies import telling
from chalicelib.outbox.kinds import Courier

COMPANY_INVITED = Courier(telling.send_invitation, telling.record)
