"""Views of the own person and of its sessions."""

from chalicelib.features.cabinet.codes import masked
from chalicelib.features.cabinet.schemas import (
    AreaDeviceView,
    AreaMembershipView,
    AreaPersonView,
    AreaSessionView,
)
from chalicelib.identity.area.model import AreaCaller, AreaPerson, AreaSession, KnownDevice
from chalicelib.identity.area.permissions import MembershipKind


def person_view(person: AreaPerson) -> AreaPersonView:
    """Return a person for themselves, the contacts masked: a screen is seen by others, too."""
    return AreaPersonView(
        id=person.id,
        name=person.name,
        email=masked("email", person.email) if person.email else None,
        phone=masked("sms", person.phone) if person.phone else None,
        language=person.language,
        permissions=sorted(person.permissions),
        memberships=[
            AreaMembershipView(
                client_id=each.client_id,
                kind=each.kind.value,
                role=each.role.value,
                permissions=sorted(each.granted),
                notify=each.notify.value if each.kind is MembershipKind.COMPANY else None,
            )
            for each in person.memberships
        ],
        restricted_until=person.restricted_until,
    )


def session_view(caller: AreaCaller, session: AreaSession) -> AreaSessionView:
    """Return a session for its person, who learns which one this is."""
    return AreaSessionView(
        id=session.id,
        device=session.device,
        began_at=session.began_at,
        seen_at=session.seen_at,
        is_this=session.id == caller.session.id,
    )


def device_view(device: KnownDevice) -> AreaDeviceView:
    """Return a known device without its secret."""
    return AreaDeviceView(device=device.device, known_at=device.known_at, until=device.until)
