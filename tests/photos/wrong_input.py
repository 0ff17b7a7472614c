"""Input of operations of photos, each wrong in several places."""

from tests.support.api.steps import announced
from tests.support.api.wrong_input import Wrong, WrongInput

WRONG = WrongInput(
    bodies={
        "PUT /v1/attachments/{attachment_id}/verdict": Wrong(
            {"usable": True, "reason": "dark", "text": "x" * 201, "why": ""}, {"/reason", "/text", "/why"}
        ),
        "POST /v1/photo-requests": Wrong(
            {"phone": "12", "categories": ["none", {"code": "nil", "min": 0}, {"min": 2}], "template": "none"},
            {"/phone", "/categories/0", "/categories/1", "/categories/1/min", "/categories/2/code", "/template"},
        ),
        "POST /v1/photo-requests/{request_id}/resend": Wrong({"channels": ["fax", "sms"]}, {"/channels/0", "/phone"}),
        "POST /v1/photo-requests/{request_id}/extend": Wrong({"days": 30, "hours": 1}, {"/days", "/hours"}),
        "POST /r/{token}/uploads": Wrong(
            {**announced(b"photo"), "sha256": "none", "category": "vin", "content_type": "text/html", "bytes": 10**9},
            {"/sha256", "/category", "/content_type", "/bytes"},
        ),
    },
    queries={
        "GET /v1/cases/{case_id}/attachments": (
            "limit=0&cursor=cmVx&group=none&category=No",
            {"?limit", "?cursor", "?group", "?category"},
        ),
    },
    never_refused=frozenset(
        {
            # No report of a browser on its device is refused.
            "POST /r/{token}/opened",
            # Nothing that the addresses of pages for owners carry along is refused.
            "GET /r/{token}",
            "GET /r/{token}/state",
            "POST /c",
            "POST /r/{token}/plain",
            "GET /r/{token}/plain/{photo_id}",
            "GET /c",
        }
    ),
)
