"""Permissions of the operations of the cabinet, stated independently of the code."""

from collections.abc import Mapping

from tests.support.api.people import People
from tests.support.api.permissions import ANYONE, Permissions
from tests.support.area import SLUG, open_area


def _owned(api: People) -> Mapping[str, str]:
    open_area(api.account.id)
    return {"slug": SLUG}


PERMISSIONS = Permissions(
    who_may={
        "POST /v1/area/{slug}/challenges": ANYONE,
        "POST /v1/area/{slug}/registrations": ANYONE,
        "POST /v1/area/{slug}/registrations/details": ANYONE,
        "POST /v1/area/{slug}/registrations/answer": ANYONE,
        "POST /v1/area/{slug}/registrations/codes": ANYONE,
        "POST /v1/area/{slug}/registrations/codes/send": ANYONE,
        "POST /v1/area/{slug}/registrations/password": ANYONE,
        "POST /v1/area/{slug}/invitations/{token}": ANYONE,
        "GET /v1/clients/{client_id}/invitation": "clients:read",
        "POST /v1/clients/{client_id}/invitation": "clients:write",
        "GET /console/invitations/{client_id}": "console clients:write",
        "POST /console/invitations/{client_id}": "console clients:write",
    },
    unknown={"slug": "nobody-here"},
    owned=_owned,
    bodies={
        "POST /v1/area/{slug}/registrations": {"policy_number": "1", "challenge": {"id": "0" * 72, "code": "AAAAA"}},
        "POST /v1/area/{slug}/registrations/details": {
            "surname": "A",
            "given_name": "B",
            "phone": "+79161234567",
            "email": "a@mail.example",
        },
        "POST /v1/area/{slug}/registrations/answer": {"answer": "1"},
        "POST /v1/area/{slug}/registrations/codes": {"sms": "123456"},
        "POST /v1/area/{slug}/registrations/password": {"password": "correct horse battery"},
        "POST /v1/clients/{client_id}/invitation": {"document_seen": True},
    },
)
