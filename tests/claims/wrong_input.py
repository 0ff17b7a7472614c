"""Wrong bodies and queries of the operations of claims."""

from tests.support.api.wrong_input import WrongInput

WRONG = WrongInput(
    queries={
        "GET /v1/claims": (
            "limit=0&client_id=no!&stage=none&due_before=x&cursor=!",
            {"?limit", "?client_id", "?stage", "?due_before", "?cursor"},
        ),
        "GET /v1/claims/{claim_id}/history": ("limit=0&more=1", {"?limit", "?more"}),
    },
)
