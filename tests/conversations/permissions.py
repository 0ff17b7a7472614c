"""Permissions of the operations of conversations, stated independently of the code."""

from tests.clients.bodies import added, named
from tests.conversations.requests import WORDS, registered
from tests.support.api.people import People
from tests.support.api.permissions import OWNER, Permissions

_TICKET = "/v1/tickets/{ticket_id}"
_AREA = "area area:messages"
_CLAIMS = "area area:claims"
_CHAT = "claims/{claim_id}/messages"
_CONSOLE_CHAT = "/console/claims/{claim_id}/chat/messages"
_REQUEST = "tickets/{ticket_id}/messages"
_REQUEST_CHAT = (("GET", _REQUEST), ("POST", _REQUEST), ("POST", f"{_REQUEST}/read"))
_CONSOLE_REQUEST = "/console/tickets/{ticket_id}/chat/messages"
_DONE = ("answer", "notes", "take", "route", "extend", "close")


def _owned(api: People) -> dict[str, str]:
    return {"ticket_id": registered(api.admin, client_id=added(api.key, named("Сидоров Семён")))["id"]}


PERMISSIONS = Permissions(
    who_may={
        "GET /m/{token}": OWNER,
        "POST /m/{token}": OWNER,
        "GET /v1/tickets": "tickets:read",
        "POST /v1/tickets": "tickets:write",
        f"GET {_TICKET}": "tickets:read",
        **{f"POST {_TICKET}/{each}": "tickets:write" for each in _DONE},
        "GET /console/tickets": "console tickets:read",
        "GET /console/tickets/new": "console tickets:write",
        "POST /console/tickets/new": "console tickets:write",
        "GET /console/tickets/{ticket_id}": "console tickets:read",
        **{f"POST /console/tickets/{{ticket_id}}/{each}": "console tickets:write" for each in _DONE if each != "close"},
        "GET /v1/area/{slug}/tickets": _AREA,
        "GET /v1/area/{slug}/tickets/topics": _AREA,
        "POST /v1/area/{slug}/tickets": _AREA,
        "GET /v1/area/{slug}/tickets/{ticket_id}": _AREA,
        **{f"{method} /v1/area/{{slug}}/{each}": _AREA for method, each in _REQUEST_CHAT},
        **{
            f"{method} /v1/{each}": "tickets:read"
            for method, each in _REQUEST_CHAT
            if each != _REQUEST or method == "GET"
        },
        f"GET {_CONSOLE_REQUEST}": "console tickets:read",
        f"POST {_CONSOLE_REQUEST}": "console tickets:write",
        f"POST {_CONSOLE_REQUEST}/read": "console tickets:read",
        "POST /v1/area/{slug}/tickets/{ticket_id}/rating": _AREA,
        f"GET /v1/area/{{slug}}/{_CHAT}": _CLAIMS,
        f"POST /v1/area/{{slug}}/{_CHAT}": _CLAIMS,
        f"POST /v1/area/{{slug}}/{_CHAT}/read": _CLAIMS,
        f"GET /v1/{_CHAT}": "claims:read",
        f"POST /v1/{_CHAT}": "claims:write",
        f"POST /v1/{_CHAT}/read": "claims:read",
        "GET /v1/claims/{claim_id}/transcript": "claims:read",
        "GET /v1/claims/conversations": "claims:read",
        "GET /v1/area/{slug}/messages": _AREA,
        "GET /v1/area/{slug}/messages/unread": _AREA,
        "GET /console/claims/{claim_id}/chat/transcript": "console claims:read",
        f"GET {_CONSOLE_CHAT}": "console claims:read",
        f"POST {_CONSOLE_CHAT}": "console claims:write",
        f"POST {_CONSOLE_CHAT}/read": "console claims:read",
        "POST /console/claims/{claim_id}/chat/files": "console claims:write",
        "GET /console/claims/{claim_id}/chat": "console claims:read",
        "POST /console/claims/{claim_id}/chat": "console claims:write",
        "GET /area/{slug}/claims/{claim_id}/chat": _CLAIMS,
        "POST /area/{slug}/claims/{claim_id}/chat": _CLAIMS,
        "POST /v1/socket-tickets": "claims:read",
        "POST /console/socket-tickets": "console claims:read",
        "POST /v1/area/{slug}/socket-tickets": "area area:claims",
        "GET /area/{slug}/messages": _AREA,
        "GET /area/{slug}/messages/new": _AREA,
        "POST /area/{slug}/messages/new": _AREA,
        "GET /area/{slug}/messages/{ticket_id}": _AREA,
        "POST /area/{slug}/messages/{ticket_id}/reply": _AREA,
        "POST /area/{slug}/messages/{ticket_id}/rating": _AREA,
        "GET /console/settings/feedback": "console account:write",
        "POST /console/settings/feedback": "console account:write",
        **{
            f"{method} /console/settings/feedback/{section}": "console account:write"
            for thing in ("topic", "desk")
            for method, section in (
                ("GET", f"{thing}s"),
                ("GET", f"{thing}s/new-{thing}"),
                ("POST", f"{thing}s/new-{thing}"),
                ("GET", f"{thing}s/{{code}}"),
                ("POST", f"{thing}s/{{code}}"),
                ("GET", f"{thing}s/{{code}}/remove"),
                ("POST", f"{thing}s/{{code}}/remove"),
            )
        },
        "GET /v1/account/feedback": "account:read",
        "PATCH /v1/account/feedback": "account:write",
    },
    scopes={"tickets:read": {"staff", "viewer"}, "tickets:write": {"staff"}},
    unknown={"ticket_id": "tic_01J9Z6X0000000000000000000"},
    bodies={
        **{f"POST {_TICKET}/{each}": {"text": WORDS} for each in ("answer", "notes", "extend", "close")},
        f"POST {_TICKET}/route": {"desk": "general", "reason": "x"},
        "POST /v1/area/{slug}/tickets/{ticket_id}/messages": {"text": WORDS},
        "POST /v1/area/{slug}/tickets/{ticket_id}/rating": {"stars": 5},
        **{f"POST /v1/{area}{_CHAT}": {"text": WORDS} for area in ("", "area/{slug}/")},
        **{f"POST /v1/{area}{chat}/read": {"seq": 1} for area in ("", "area/{slug}/") for chat in (_CHAT, _REQUEST)},
    },
    owned=_owned,
)
