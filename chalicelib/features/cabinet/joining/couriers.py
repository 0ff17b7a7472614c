"""The couriers of messages of registrations."""

from chalicelib.features.cabinet.joining.service import inviting, telling
from chalicelib.outbox.kinds import Courier

JOIN_KNOWN = Courier(telling.send_known, telling.record_nothing)
JOIN_NOTICE = Courier(telling.send_notice, telling.record_nothing)
JOIN_INVITED = Courier(telling.send_invitation, telling.record_nothing)
JOIN_JUDGED = Courier(telling.send_nothing, telling.record_task)
JOIN_LOOK = Courier(telling.send_nothing, inviting.invite_by_itself)
JOIN_RELEASED = Courier(telling.send_released, telling.record_nothing)
