"""Wrong bodies and queries of the operations of claims."""

from tests.claims.papers import announced
from tests.support.api.wrong_input import Wrong, WrongInput

#: Stages that no process does without.
STAGES = [{"code": each, "labels": {"en": each}} for each in ("documents", "review", "decided", "closed")]
_CLAIM = "/v1/claims/{claim_id}"
_PLAIN = ("send", "review", "accept", "close", "start", "undo-rejection")
_WITH_REASON = ("dispute", "withdraw", "reopen", "reject")

WRONG = WrongInput(
    bodies={
        "PATCH /v1/account/claims": Wrong(
            {
                "version": -1,
                "processes": [
                    {
                        "code": "osago",
                        "stages": STAGES,
                        "slots": [{"code": "a1", "labels": {"en": "A"}, "min": 3, "max": 2, "group": "g1"}],
                        "dispute_days": 400,
                    }
                ],
            },
            {"/version", "/processes/0/slots/0/max", "/processes/0/slots/0/group", "/processes/0/dispute_days"},
        ),
        "PATCH /v1/account/calendars": Wrong(
            {
                "version": -1,
                "calendars": [
                    {"code": "ru", "labels": {"en": "Russia"}, "zones": ["Europe/Moscow"], "yearly": ["13-01"]},
                    {
                        "code": "ru",
                        "labels": {},
                        "zones": ["Europe/Moscow", "Nowhere"],
                        "dates": ["2026-02-31"],
                        "working_days": ["2026-01-05"],
                    },
                ],
            },
            {
                "/version",
                "/calendars/0/yearly/0",
                "/calendars/1/code",
                "/calendars/1/labels",
                "/calendars/1/zones/0",
                "/calendars/1/zones/1",
                "/calendars/1/dates/0",
                "/calendars/1/working_days",
            },
        ),
        "POST /v1/area/{slug}/claims": Wrong(
            {
                "policy_id": "pol_01J9Z6X0000000000000000000",
                "occurred_at": "2099-01-01T00:00:00Z",
                "place": " ",
                "description": "",
                "police": {"called": "perhaps"},
            },
            {"/policy_id", "/occurred_at", "/place", "/description", "/police/called"},
        ),
        # The person of the test has no claim: types alone refuse.
        "POST /v1/area/{slug}/claims/{claim_id}/documents": Wrong(
            {**announced(b"paper"), "slot": "no slot!", "bytes": 0, "sha256": "x"}, {"/slot", "/bytes", "/sha256"}
        ),
        "POST /v1/area/{slug}/claims/{claim_id}/moves": Wrong({"version": 0, "move": "fly"}, {"/version", "/move"}),
        f"POST {_CLAIM}/documents": Wrong(
            {**announced(b"paper", "no_such_slot"), "bytes": 10**9, "content_type": "text/html", "sha256": "x"},
            {"/slot", "/bytes", "/content_type", "/sha256"},
        ),
        f"POST {_CLAIM}/documents/{{claim_document_id}}/move": Wrong({"slot": "no!", "more": 1}, {"/slot", "/more"}),
        "POST /v1/area/{slug}/claims/{claim_id}/documents/{claim_document_id}/move": Wrong(
            {"slot": "no!", "more": 1}, {"/slot", "/more"}
        ),
        f"POST {_CLAIM}/documents/{{claim_document_id}}/refuse": Wrong(
            {"reason": " ", "more": 1}, {"/reason", "/more"}
        ),
        f"PATCH {_CLAIM}": Wrong(
            {
                "version": 0,
                "facts": {"kind": "K!", "zone": "Mars/Base", "claimed": {"amount": "1", "currency": "rubles"}},
                "handler": "nobody-here",
            },
            {"/version", "/facts/kind", "/facts/zone", "/facts/claimed/currency"},
        ),
        f"POST {_CLAIM}/request-documents": Wrong(
            {"version": 0, "documents": [{"slot": "tail_light", "reason": ""}]},
            {"/version", "/documents/0/slot", "/documents/0/reason"},
        ),
        f"POST {_CLAIM}/pay": Wrong(
            {"version": 0, "day": "x", "amount": {"amount": "1.001", "currency": "RUB"}, "reference": ""},
            {"/version", "/day", "/amount/amount", "/reference"},
        ),
        **{f"POST {_CLAIM}/{move}": Wrong({"version": 0, "more": 1}, {"/version", "/more"}) for move in _PLAIN},
        **{
            f"POST {_CLAIM}/{move}": Wrong({"version": 0, "reason": ""}, {"/version", "/reason"})
            for move in _WITH_REASON
        },
        f"POST {_CLAIM}/decide": Wrong(
            {"version": 0, "outcome": "gift", "currency": "RUB", "lines": [{"kind": "item", "amount": "1.001"}]},
            {"/version", "/outcome", "/lines/0/label", "/lines/0/amount"},
        ),
        f"POST {_CLAIM}/referral": Wrong(
            {
                "version": 0,
                "workshop": {"name": "", "address": "x", "phone": "x"},
                "until": "2020-01-01",
                "deductible": {"amount": "1.001", "currency": "RUB"},
            },
            {"/version", "/workshop/name", "/until", "/deductible/amount"},
        ),
        f"POST {_CLAIM}/decision/confirm": Wrong({"version": 0, "more": 1}, {"/version", "/more"}),
        f"POST {_CLAIM}/decision/send-back": Wrong({"version": 0, "reason": ""}, {"/version", "/reason"}),
        f"POST {_CLAIM}/deadlines/{{deadline}}/waive": Wrong({"reason": " ", "more": 1}, {"/reason", "/more"}),
    },
    never_refused={"GET /f/{token}", "POST /f/{token}"},
    queries={
        "GET /v1/claims": (
            "limit=0&client_id=no!&stage=none&due_before=x&cursor=!",
            {"?limit", "?client_id", "?stage", "?due_before", "?cursor"},
        ),
        "GET /v1/area/{slug}/claims": (
            f"limit=0&stage=none&turn=theirs&q={'x' * 65}&cursor=!",
            {"?limit", "?stage", "?turn", "?q", "?cursor"},
        ),
        f"GET {_CLAIM}/history": ("limit=0&more=1", {"?limit", "?more"}),
    },
)
