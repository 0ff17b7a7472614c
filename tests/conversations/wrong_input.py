"""Wrong bodies and queries of the operations of conversations."""

from tests.support.api.wrong_input import Wrong, WrongInput

_TICKET = "/v1/tickets/{ticket_id}"
_AREA = "/v1/area/{slug}/tickets"
_CHATS = ("/v1/claims/{claim_id}/messages", "/v1/area/{slug}/claims/{claim_id}/messages")
_REQUESTS = (f"{_TICKET}/messages", f"{_AREA}/{{ticket_id}}/messages")
_DESK = {"code": "claims", "labels": {"en": "Claims"}, "people": ["nobody"]}
_TOPIC = {"code": "claim", "labels": {"en": "Claim"}, "kind": "question", "desk": "none"}
_TEXT = Wrong({"id": "1", "text": " "}, {"/id", "/text"})

WRONG = WrongInput(
    bodies={
        "PATCH /v1/account/feedback": Wrong(
            {
                "version": -1,
                "desks": [_DESK, _DESK],
                "topics": [_TOPIC],
                "alarm_percent": 100,
                "task_desk": "!",
                "office_hours": {"begins": "9", "ends": "25:00"},
                "promise_hours": 0,
                "reply_links": "perhaps",
            },
            {
                "/alarm_percent",
                "/task_desk",
                "/office_hours/begins",
                "/office_hours/ends",
                "/promise_hours",
                "/reply_links",
                "/version",
                "/desks/0/people/0",
                "/desks/1/code",
                "/desks/1/people/0",
                "/topics/0/desk",
                "/desks",
                "/topics",
            },
        ),
        "POST /v1/tickets": Wrong(
            {
                "topic": "none",
                "text": "",
                "client_id": "cli_1",
                "policy_id": "pol_1",
                "claim_id": "claim_1",
                "channel": "owl",
            },
            {"/topic", "/text", "/client_id", "/policy_id", "/claim_id", "/channel"},
        ),
        f"POST {_TICKET}/answer": _TEXT,
        f"POST {_TICKET}/extend": _TEXT,
        f"POST {_TICKET}/close": _TEXT,
        f"POST {_AREA}": Wrong(
            {"topic": "none", "text": "", "policy_id": "pol_1", "claim_id": "claim_1"},
            {"/topic", "/text", "/policy_id", "/claim_id"},
        ),
        f"POST {_AREA}/{{ticket_id}}/messages": _TEXT,
        **{
            f"POST {each}": Wrong({"id": "1", "text": " ", "attachments": ["x"]}, {"/id", "/text", "/attachments/0"})
            for each in _CHATS
        },
        **{f"POST {each}/read": Wrong({"seq": -1, "more": 1}, {"/seq", "/more"}) for each in (*_CHATS, *_REQUESTS)},
        f"POST {_AREA}/{{ticket_id}}/rating": Wrong({"stars": 6, "more": 1}, {"/stars", "/more"}),
        f"POST {_TICKET}/notes": Wrong({"text": "", "more": 1}, {"/text", "/more"}),
        f"POST {_TICKET}/route": Wrong({"desk": "!", "reason": " "}, {"/desk", "/reason"}),
    },
    never_refused={"GET /m/{token}", "POST /m/{token}"},
    queries={
        **{
            f"GET {each}": ("after=-1&before=x&limit=0&more=1", {"?after", "?before", "?limit", "?more"})
            for each in (*_CHATS, *_REQUESTS)
        },
        "GET /v1/claims/conversations": ("limit=0&handler=no!&more=1", {"?limit", "?handler", "?more"}),
        "GET /v1/area/{slug}/messages": ("limit=0&more=1", {"?limit", "?more"}),
        "GET /v1/claims/{claim_id}/transcript": ("after=x&more=1", {"?after", "?more"}),
        f"GET {_AREA}": ("limit=0&more=1", {"?limit", "?more"}),
        "GET /v1/tickets": (
            "limit=0&state=none&desk=no!&client_id=no!&due_before=x&cursor=!",
            {"?limit", "?state", "?desk", "?client_id", "?due_before", "?cursor"},
        ),
    },
)
