"""Input of operations of companies' people, wrong in several places."""

from tests.support.api.wrong_input import Wrong, WrongInput

_AREA = "/v1/area/{slug}"

WRONG = WrongInput(
    bodies={
        f"POST {_AREA}/notices/read": Wrong({"through": "x", "wrong": 1}, {"/through", "/wrong"}),
    },
    queries={
        f"GET {_AREA}/notices": ("limit=x&cursor=%2A&wrong=1", {"?limit", "?cursor", "?wrong"}),
    },
)
