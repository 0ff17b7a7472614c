"""Input of operations of inspections, wrong in several places."""

from tests.support.api.wrong_input import Wrong, WrongInput

WRONG = WrongInput(
    bodies={
        "PATCH /v1/account/inspections": Wrong(
            {"version": -1, "process": "none", "template": "none", "days": 0},
            {"/version", "/process", "/template", "/days"},
        ),
    },
)
