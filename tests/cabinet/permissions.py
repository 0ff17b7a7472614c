"""Permissions of the operations of the cabinet, stated independently of the code."""

from collections.abc import Mapping

from chalicelib.identity.table import area as people
from tests.cabinet.reminded import put_reminder
from tests.support.api.people import People
from tests.support.api.permissions import ANYONE, Permissions
from tests.support.area import SLUG, holder, open_area, registered, signed_in


def _owned(api: People) -> Mapping[str, str]:
    open_area(api.account.id)
    person = registered(api.account.id, holder("cli_of_nobody"), email="owned@mail.example", phone=None)
    signed_in(person)
    return {
        "slug": SLUG,
        "session_id": people.list_sessions(api.account.id, person.id)[0].id,
        "reminder_id": put_reminder(api.account.id, "cli_of_nobody"),
    }


_ME = "area area:me"
_OWN_DATA = ("consents", "export", "erasure")
_POLICIES = "area area:policies"

PERMISSIONS = Permissions(
    who_may={
        "GET /v1/account/area": "account:read",
        "PATCH /v1/account/area": "account:write",
        "GET /console/settings/area": "console account:write",
        "POST /console/settings/area": "console account:write",
        "POST /v1/area/{slug}/sessions": ANYONE,
        "GET /v1/area/{slug}/sessions": _ME,
        "DELETE /v1/area/{slug}/sessions": _ME,
        "DELETE /v1/area/{slug}/sessions/{session_id}": _ME,
        "POST /v1/area/{slug}/recovery": ANYONE,
        "POST /v1/area/{slug}/recovery/password": ANYONE,
        "GET /v1/area/{slug}/me": _ME,
        "PATCH /v1/area/{slug}/me": _ME,
        "POST /v1/area/{slug}/me/password": _ME,
        "POST /v1/area/{slug}/me/contacts": _ME,
        "POST /v1/area/{slug}/me/contacts/code": _ME,
        "GET /v1/area/{slug}/me/devices": _ME,
        "DELETE /v1/area/{slug}/me/devices": _ME,
        "GET /v1/area/{slug}/me/consents": _ME,
        "PATCH /v1/area/{slug}/me/consents": _ME,
        "POST /v1/area/{slug}/me/export": _ME,
        "GET /v1/area/{slug}/me/erasure": _ME,
        "POST /v1/area/{slug}/me/erasure": _ME,
        **{f"{method} /area/{{slug}}/me/{each}": _ME for each in _OWN_DATA for method in ("GET", "POST")},
        "GET /area/{slug}": _ME,
        "GET /area/{slug}/sign-in": ANYONE,
        "POST /area/{slug}/sign-in": ANYONE,
        "GET /area/{slug}/sign-in/code": ANYONE,
        "POST /area/{slug}/sign-in/code": ANYONE,
        "POST /area/{slug}/sign-out": ANYONE,
        "POST /area/{slug}/language": ANYONE,
        "GET /area/{slug}/recovery": ANYONE,
        "POST /area/{slug}/recovery": ANYONE,
        "GET /area/{slug}/recovery/codes": ANYONE,
        "POST /area/{slug}/recovery/codes": ANYONE,
        "GET /area/{slug}/password/{token}": ANYONE,
        "POST /area/{slug}/password/{token}": ANYONE,
        "GET /area/{slug}/me": _ME,
        "POST /area/{slug}/me": _ME,
        "GET /area/{slug}/me/password": _ME,
        "POST /area/{slug}/me/password": _ME,
        "GET /area/{slug}/me/contacts/{contact}": _ME,
        "POST /area/{slug}/me/contacts/{contact}": _ME,
        "GET /area/{slug}/me/sessions": _ME,
        "POST /area/{slug}/me/sessions/{session_id}/end": _ME,
        "POST /area/{slug}/me/sessions/end": _ME,
        "POST /area/{slug}/me/devices/forget": _ME,
        "GET /area/{slug}/undo/{token}": ANYONE,
        "POST /area/{slug}/undo/{token}": ANYONE,
        "POST /v1/area/{slug}/challenges": ANYONE,
        "POST /v1/area/{slug}/registrations": ANYONE,
        "POST /v1/area/{slug}/registrations/details": ANYONE,
        "POST /v1/area/{slug}/registrations/answer": ANYONE,
        "POST /v1/area/{slug}/registrations/codes": ANYONE,
        "POST /v1/area/{slug}/registrations/codes/send": ANYONE,
        "POST /v1/area/{slug}/registrations/password": ANYONE,
        "POST /v1/area/{slug}/invitations/{token}": ANYONE,
        "GET /area/{slug}/register": ANYONE,
        "POST /area/{slug}/register": ANYONE,
        "POST /area/{slug}/register/picture": ANYONE,
        "GET /area/{slug}/register/details": ANYONE,
        "POST /area/{slug}/register/details": ANYONE,
        "GET /area/{slug}/register/question": ANYONE,
        "POST /area/{slug}/register/question": ANYONE,
        "GET /area/{slug}/register/codes": ANYONE,
        "POST /area/{slug}/register/codes": ANYONE,
        "POST /area/{slug}/register/codes/send": ANYONE,
        "GET /area/{slug}/register/password": ANYONE,
        "POST /area/{slug}/register/password": ANYONE,
        "GET /area/{slug}/register/staff": ANYONE,
        "GET /area/{slug}/i/{token}": ANYONE,
        "POST /area/{slug}/i/{token}": ANYONE,
        "GET /v1/account/reminders": "account:read",
        "PATCH /v1/account/reminders": "account:write",
        "GET /console/settings/reminders": "console account:write",
        "POST /console/settings/reminders": "console account:write",
        "GET /v1/area/{slug}/reminders": _POLICIES,
        "POST /v1/area/{slug}/reminders/{reminder_id}/snooze": _POLICIES,
        "DELETE /v1/area/{slug}/reminders/{reminder_id}/snooze": _POLICIES,
        "GET /v1/area/{slug}/calendar.ics": _POLICIES,
        "GET /area/{slug}/reminders": _POLICIES,
        "GET /area/{slug}/reminders/{reminder_id}": _POLICIES,
        "POST /area/{slug}/reminders/{reminder_id}/snooze": _POLICIES,
        "GET /area/{slug}/calendar.ics": _POLICIES,
        "GET /v1/clients/{client_id}/invitation": "clients:read",
        "POST /v1/clients/{client_id}/invitation": "clients:write",
        "GET /console/invitations/{client_id}": "console clients:write",
        "POST /console/invitations/{client_id}": "console clients:write",
    },
    unknown={
        "slug": "nobody-here",
        "session_id": "ses_01J9Z6K3V8QWERTY0123456789",
        "contact": "fax",
        "reminder_id": "rem_01J9Z6K3V8QWERTY0123456789",
    },
    owned=_owned,
    bodies={
        "PATCH /v1/account/reminders": {"version": 0},
        "POST /v1/area/{slug}/reminders/{reminder_id}/snooze": {"days": 1},
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
