"""Input of operations of figures, each wrong in several places."""

from tests.support.api.wrong_input import WrongInput

WRONG = WrongInput(
    queries={
        "GET /v1/figures": ("from=2020-02-01&to=2026-01-01&what=1", {"?from", "?what"}),
        "GET /v1/figures/sales": ("from=2026-13&to=x&product=!&what=1", {"?from", "?to", "?product", "?what"}),
        "GET /v1/figures/cabinet": ("from=2026-13&to=x&what=1", {"?from", "?to", "?what"}),
        "GET /v1/figures/claims": (
            "from=2026-13&to=x&process=!&what=1",
            {"?from", "?to", "?process", "?what"},
        ),
        "GET /v1/figures/documents": (
            "from=2026-13&to=x&process=!&what=1",
            {"?from", "?to", "?process", "?what"},
        ),
        "GET /v1/figures/conversations": ("from=2026-13&to=x&what=1", {"?from", "?to", "?what"}),
        "GET /v1/figures/tickets": (
            "from=2026-13&to=x&desk=!&topic=!&what=1",
            {"?from", "?to", "?desk", "?topic", "?what"},
        ),
    },
)
