"""Input of operations of suppressions, each wrong in several places."""

from tests.support.api.wrong_input import WrongInput

WRONG = WrongInput(
    queries={
        "GET /v1/suppressions": ("limit=101&cursor=", {"?limit", "?cursor"}),
    },
)
