"""Wrong bodies and queries of the operations of cargo."""

from tests.support.api.wrong_input import Wrong, WrongInput

_RATE = {"unit": "SDR", "value": "1.2134", "currency": "EUR", "on": "2026-06-01", "source": "IMF"}

WRONG = WrongInput(
    bodies={
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
