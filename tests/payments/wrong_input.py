"""Input of operations of payments, each wrong in several places."""

from tests.support.api.wrong_input import Wrong, WrongInput

WRONG = WrongInput(
    bodies={
        "POST /v1/payments": Wrong({"subject": "no subject", "saves_method": "yes"}, {"/subject", "/saves_method"}),
        "POST /v1/payments/{payment_id}/refund": Wrong({"reason": " ", "money": 5}, {"/reason", "/money"}),
        "POST /v1/area/{slug}/payments": Wrong(
            {"subject": "no subject", "method": "cash", "save": "often", "code": "1" * 13},
            {"/subject", "/method", "/save", "/code"},
        ),
        "PATCH /v1/account/payments": Wrong(
            {"version": "x", "provider": "stripe", "networks": ["any"]}, {"/version", "/stripe", "/networks/0"}
        ),
    },
    queries={"GET /v1/payments": ("subject=x&day=31.02", {"?subject", "?day"})},
    never_refused=frozenset(
        {
            # Its body is in the provider's own words.
            "POST /v1/payments/notices/{provider}/{key}",
            "GET /pay/{token}",
            "POST /pay/{token}",
        }
    ),
)
