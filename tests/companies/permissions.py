"""Permissions of the operations of companies' people, stated independently of the code."""

from collections.abc import Mapping

from chalicelib.base.clock import now
from chalicelib.features.companies import inviting
from chalicelib.features.companies.model import Invited
from chalicelib.identity.area import notices
from chalicelib.identity.area.model import Notify
from chalicelib.identity.area.permissions import MembershipRole
from chalicelib.identity.table import area_notices
from tests.support.api.people import People
from tests.support.api.permissions import ANYONE, Permissions
from tests.support.area import SLUG, company_user, open_area, registered

_NOTICES, _PEOPLE = "area area:notices", "area area:people"


def _owned(api: People) -> Mapping[str, str]:
    open_area(api.account.id)
    person = registered(api.account.id, company_user("cli_of_nobody"), email="owned@carga.example", phone=None)
    said = notices.Said(
        once="owned",
        at=now(),
        kind="claim_announced",
        client_id="cli_of_nobody",
        text="{ref}",
        params={"ref": "S-1"},
        path="/claims",
    )
    notices.put_notice(person, said)
    invited = Invited("Eva", "eva@carga.example", MembershipRole.USER, True, Notify.AREA, "es")
    return {
        "slug": SLUG,
        "person_id": person.id,
        "invitation_id": inviting.invite(api.account.id, "cli_of_nobody", invited, actor="system").id,
        "notice_id": area_notices.list_notices(api.account.id, person.id, limit=1).notices[0].id,
    }


PERMISSIONS = Permissions(
    who_may={
        "GET /v1/area/{slug}/notices": _NOTICES,
        "POST /v1/area/{slug}/notices/read": _NOTICES,
        "GET /area/{slug}/notices": _NOTICES,
        "POST /area/{slug}/notices/read": _NOTICES,
        "GET /area/{slug}/notices/{notice_id}": _NOTICES,
        "GET /v1/area/{slug}/people": _PEOPLE,
        "POST /v1/area/{slug}/people": _PEOPLE,
        # who is no administrator changes the own notices
        "PATCH /v1/area/{slug}/people/{person_id}": "area area:me",
        "POST /v1/area/{slug}/people/{person_id}/password-link": _PEOPLE,
        "POST /v1/area/{slug}/people/invitations/{invitation_id}/resend": _PEOPLE,
        "DELETE /v1/area/{slug}/people/invitations/{invitation_id}": _PEOPLE,
        "GET /area/{slug}/people": _PEOPLE,
        "GET /area/{slug}/people/invite": _PEOPLE,
        "POST /area/{slug}/people/invite": _PEOPLE,
        "GET /area/{slug}/people/{person_id}": _PEOPLE,
        "POST /area/{slug}/people/{person_id}": _PEOPLE,
        "POST /area/{slug}/people/invitations/{invitation_id}": _PEOPLE,
        "GET /area/{slug}/joining/{token}": ANYONE,
        "POST /area/{slug}/joining/{token}": ANYONE,
        "GET /v1/clients/{client_id}/people": "clients:read",
        "POST /v1/clients/{client_id}/people": "clients:write",
        "PATCH /v1/clients/{client_id}/people/{person_id}": "clients:write",
        "POST /v1/clients/{client_id}/people/{person_id}/password-link": "clients:write",
        "POST /v1/clients/{client_id}/people/invitations/{invitation_id}/resend": "clients:write",
        "DELETE /v1/clients/{client_id}/people/invitations/{invitation_id}": "clients:write",
        "GET /console/company-people/{client_id}/invite": "console clients:write",
        "POST /console/company-people/{client_id}/invite": "console clients:write",
        "POST /console/company-people/{client_id}/{person_id}": "console clients:write",
        "POST /console/company-people/{client_id}/invitations/{invitation_id}": "console clients:write",
    },
    unknown={
        "notice_id": "01J9Z6K3V8QWERTY0123456789",
        "person_id": "per_01J9Z6K3V8QWERTY0123456789",
        "invitation_id": "inv_01J9Z6K3V8QWERTY0123456789",
    },
    owned=_owned,
    bodies={
        "POST /v1/area/{slug}/notices/read": {"through": "01J9Z6K3V8QWERTY0123456789"},
        "POST /v1/area/{slug}/people": {"name": "Luis", "email": "luis@carga.example"},
        "POST /v1/clients/{client_id}/people": {"name": "Luis", "email": "luis@carga.example"},
    },
)
