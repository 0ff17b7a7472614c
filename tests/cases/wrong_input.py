"""Input of operations of cases, each wrong in several places."""

from tests.support.api.wrong_input import Wrong, WrongInput

WRONG = WrongInput(
    bodies={
        "POST /v1/cases": Wrong(
            {
                "process": "none",
                "vehicle": {"vin": "1"},
                "owner": {"phone": "+7 916 1"},
                "client_id": "CRM-17",
                "policy_id": "pol_1",
            },
            {"/process", "/vehicle/vin", "/owner/phone", "/client_id", "/policy_id"},
        ),
        "PATCH /v1/cases/{case_id}": Wrong(
            {"client_id": "no id!", "owner": {"phone": "+7 916 1"}, "policy_id": "pol_1"},
            {"/client_id", "/owner/phone", "/policy_id"},
        ),
        "POST /v1/cases/{case_id}/convert": Wrong(
            {"process": "osago", "fields": {"paid": "much", "met": [], "none": 1}, "why": ""},
            {"/fields/paid", "/fields/met", "/fields/none", "/why"},
        ),
        "PUT /v1/cases/{case_id}/handler": Wrong(
            {"user_id": "user:nobody", "instead_of": "no id!", "why": ""}, {"/user_id", "/instead_of", "/why"}
        ),
    },
    queries={
        "GET /v1/policies/{policy_id}/cases": ("limit=0&cursor=!", {"?limit", "?cursor"}),
        "GET /v1/clients/{client_id}/cases": ("limit=0&cursor=!", {"?limit", "?cursor"}),
        "GET /v1/cases": (
            "limit=none&cursor=!&status=none&process=No&q=&to_review=perhaps&what=1",
            {"?limit", "?cursor", "?status", "?process", "?q", "?to_review", "?what"},
        ),
    },
)
