"""Wrong bodies and queries of the operations of cargo."""

from tests.support.api.wrong_input import Wrong, WrongInput

_RATE = {"unit": "SDR", "value": "1.2134", "currency": "EUR", "on": "2026-06-01", "source": "IMF"}

#: Refused by its types alone: the use case has no day to look at then.
_SENT = Wrong({"version": 0, "day": "x" * 41}, {"/version", "/day"})

WRONG = WrongInput(
    queries=dict.fromkeys(
        (
            "GET /v1/claims/{claim_id}/letters/{letter}",
            "GET /v1/area/{slug}/claims/{claim_id}/letters/{letter}",
        ),
        ("language=xx&more=1", {"?language", "?more"}),
    ),
    bodies={
        "POST /v1/claims/{claim_id}/letters/{letter}/sent": _SENT,
        "POST /v1/area/{slug}/claims/{claim_id}/letters/{letter}/sent": _SENT,
        "PATCH /v1/area/{slug}/claims/{claim_id}/goods": Wrong(
            {
                "version": 0,
                "claimed": {"amount": "nine", "currency": "EUR"},
                "description": " ",
                "cargo": {"gross_kg": "0", "value": {"amount": "1.005", "currency": "EUR"}},
            },
            {"/version", "/claimed/amount", "/description", "/cargo/gross_kg", "/cargo/value/amount"},
        ),
        "POST /v1/area/{slug}/claims/{claim_id}/photo-requests": Wrong(
            {"phone": "x", "email": "nobody", "name": "", "categories": ["packaging", "No code"]},
            {"/phone", "/email", "/name", "/categories/1"},
        ),
        "POST /v1/claims": Wrong(
            {
                "client_id": "cli_01J9Z6X0000000000000000000",
                "process": "osago",
                "kind": "fire",
                "goods": "pallet",
                "mode": "balloon",
                "delivered_at": "2099-01-01T00:00:00Z",
                "claimed": {"amount": "nine", "currency": "EUR"},
                "cargo": {"gross_kg": "0", "value": {"amount": "1.005", "currency": "EUR"}},
                "handler": "nobody-here",
            },
            {
                "/client_id",
                "/process",
                "/kind",
                "/route",
                "/mode",
                "/delivered_at",
                "/claimed/amount",
                "/cargo/gross_kg",
                "/cargo/value/amount",
                "/handler",
            },
        ),
        "POST /v1/area/{slug}/claims/announced": Wrong(
            {
                "client_id": "cli_01J9Z6X0000000000000000000",
                "kind": "fire",
                "goods": "pallet",
                "mode": "balloon",
                "description": " ",
                "delivered_at": "2099-01-01T00:00:00Z",
                "claimed": {"amount": "nine", "currency": "EUR"},
                "cargo": {"gross_kg": "0", "value": {"amount": "1.005", "currency": "EUR"}},
            },
            {
                "/client_id",
                "/kind",
                "/route",
                "/mode",
                "/description",
                "/delivered_at",
                "/claimed/amount",
                "/cargo/gross_kg",
                "/cargo/value/amount",
            },
        ),
        "PATCH /v1/account/cargo": Wrong(
            {
                "version": -1,
                "rates": [
                    _RATE,
                    {**_RATE, "value": "1.2"},
                    {"unit": "GOLD", "value": "0", "currency": "euro", "on": "2026-02-31", "source": " "},
                ],
            },
            {
                "/version",
                "/rates/1/on",
                "/rates/2/unit",
                "/rates/2/value",
                "/rates/2/currency",
                "/rates/2/on",
                "/rates/2/source",
            },
        ),
    },
)
