"""Input of operations of webhooks, each wrong in several places."""

from tests.support.api.wrong_input import Wrong, WrongInput

WRONG = WrongInput(
    bodies={
        "POST /v1/hooks/photo-requests/dry-run": Wrong(
            {"body": 5, "key_id": "no id!", "mapping": {"fields": {"a": "none"}, "constants": 5}},
            {"/body", "/key_id", "/mapping/fields/a", "/mapping/constants"},
        ),
        "POST /v1/api-keys": Wrong({"name": " ", "scopes": ["none"]}, {"/name", "/scopes/0"}),
        "PATCH /v1/api-keys/{key_id}": Wrong(
            {"mapping": {"fields": {"a": "none", "b": 5}}, "name": 1},
            {"/mapping/fields/a", "/mapping/fields/b", "/name"},
        ),
        "POST /v1/api-keys/{key_id}/rotate-secret": Wrong(
            {"former_lives_hours": -1, "hours": 1}, {"/former_lives_hours", "/hours"}
        ),
        "POST /v1/webhook-endpoints": Wrong(
            {"url": "http://insurer.example", "events": ["none"]}, {"/url", "/events/0"}
        ),
        "PATCH /v1/webhook-endpoints/{endpoint_id}": Wrong(
            {"url": "http://insurer.example", "enabled": "yes"}, {"/url", "/enabled"}
        ),
        "POST /v1/webhook-endpoints/{endpoint_id}/rotate-secret": Wrong(
            {"former_lives_hours": 999, "hours": 1}, {"/former_lives_hours", "/hours"}
        ),
        "POST /v1/webhook-endpoints/{endpoint_id}/replay": Wrong(
            {"since": "2020-01-01T00:00:00Z", "until": 1}, {"/since", "/until"}
        ),
    },
    queries={
        "GET /v1/webhook-endpoints/{endpoint_id}/deliveries": ("limit=1.5&cursor=%20&x", {"?limit", "?cursor", "?x"}),
    },
    never_refused=frozenset(
        {
            # Its body is in an insurer's own words (tests/webhooks/api/test_signed_calls.py).
            "POST /v1/hooks/photo-requests",
            # It is signed (tests/webhooks/api/test_policy_hooks.py).
            "POST /v1/hooks/policies",
            # It is signed, and has the body of POST /v1/claims (tests/cargo/wrong_input.py).
            "POST /v1/hooks/claims",
        }
    ),
)
