"""Permissions of the operations of photos, stated independently of the code."""

from typing import Any

from tests.support.api.people import People
from tests.support.api.permissions import ANYONE, OWNER, Permissions
from tests.support.api.steps import asked, photo_sent


def _owned(api: People) -> dict[str, str]:
    request = asked(api.staff, case={"reference": "КАСКО-1"}, channels=[])
    photo_sent(request)
    (photo,) = _photos(api, request["case_id"])
    return {"case_id": request["case_id"], "request_id": request["id"], "attachment_id": photo["id"]}


def _photos(api: People, case_id: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = api.staff.get(f"/v1/cases/{case_id}/attachments").expect(200)["items"]
    return listed


PERMISSIONS = Permissions(
    who_may={
        "GET /v1/cases/{case_id}": "cases:read",
        "GET /v1/cases/{case_id}/photo-requests": "cases:read",
        "GET /v1/cases/{case_id}/attachments": "cases:read",
        "GET /v1/cases/{case_id}/attachments.zip": "cases:read",
        "POST /v1/photo-requests": "requests:write",
        "GET /v1/photo-requests/{request_id}": "cases:read",
        "POST /v1/photo-requests/{request_id}/resend": "requests:write",
        "POST /v1/photo-requests/{request_id}/revoke": "requests:write",
        "POST /v1/photo-requests/{request_id}/extend": "requests:write",
        "DELETE /v1/attachments/{attachment_id}": "attachments:delete",
        "PUT /v1/attachments/{attachment_id}/verdict": "cases:write",
        "DELETE /v1/attachments/{attachment_id}/verdict": "cases:write",
        "GET /r/{token}": OWNER,
        "GET /r/{token}/qr.svg": OWNER,
        "GET /r/{token}/state": OWNER,
        "POST /r/{token}/opened": OWNER,
        "POST /r/{token}/uploads": OWNER,
        "DELETE /r/{token}/uploads/{photo_id}": OWNER,
        "POST /r/{token}/submit": OWNER,
        "POST /r/{token}/plain": OWNER,
        "GET /r/{token}/plain/{photo_id}": OWNER,
        "GET /c": ANYONE,
        "POST /c": ANYONE,
        "GET /a/{account_id}/logo/{digest}": ANYONE,
        "GET /console/new": "console requests:write",
        "POST /console/new": "console requests:write",
        "POST /console/new/preview": "console requests:write",
        "GET /console/requests/{request_id}": "console cases:read",
        "GET /console/cases/{case_id}/attachments.zip": "console cases:read",
        "GET /console/cases/{case_id}/photos": "console cases:read",
        "GET /console/cases/{case_id}/photos/{attachment_id}/preview": "console cases:read",
        "GET /console/cases/{case_id}/photos/{attachment_id}/original": "console cases:read",
        "GET /console/review": "console cases:read",
        "GET /console/cases/{case_id}/photos/{attachment_id}/verdict": "console cases:write",
        "POST /console/cases/{case_id}/photos/{attachment_id}/verdict": "console cases:write",
        "GET /console/cases/{case_id}/photos/{attachment_id}/delete": "console attachments:delete",
        "POST /console/cases/{case_id}/photos/{attachment_id}/delete": "console attachments:delete",
        "POST /console/requests/{request_id}/resend": "console requests:write",
        "POST /console/requests/{request_id}/extend": "console requests:write",
        "GET /console/requests/{request_id}/revoke": "console requests:write",
        "POST /console/requests/{request_id}/revoke": "console requests:write",
        "GET /console/settings/appearance": "console account:write",
        "POST /console/settings/appearance": "console account:write",
        "GET /console/settings/appearance/logo/{upload_id}": "console account:write",
        "POST /console/settings/appearance/logo/{upload_id}": "console account:write",
        "GET /console/settings/appearance/remove-logo": "console account:write",
        "POST /console/settings/appearance/remove-logo": "console account:write",
        "GET /console/settings/appearance/preview/page": "console account:write",
        "GET /console/settings/appearance/preview/email": "console account:write",
    },
    unknown={
        "request_id": "req_01J9Z6X0000000000000000000",
        "attachment_id": "pho_01J9Z6X0000000000000000000",
        "upload_id": "logo_01J9Z6X0000000000000000000",
    },
    scopes={"requests:write": {"staff"}, "attachments:delete": set()},
    owned=_owned,
    is_kept=lambda api, ids: [each["id"] for each in _photos(api, ids["case_id"])] == [ids["attachment_id"]],
    bodies={
        "POST /v1/photo-requests/{request_id}/extend": {"days": 1},
        "PUT /v1/attachments/{attachment_id}/verdict": {"usable": True},
    },
)
