"""Bodies of products for tests."""

from typing import Any

KASKO: dict[str, Any] = {
    "code": "kasko",
    "labels": {"ru": "КАСКО", "en": "Motor hull"},
    "subject": "vehicle",
    "currency": "RUB",
    "rating": {
        "percent": "4",
        "sum_least": "100000",
        "sum_most": "30000000",
        "factors": [
            {
                "code": "deductible",
                "labels": {"en": "Deductible"},
                "kind": "deductible",
                "options": [
                    {"code": "none", "labels": {"en": "None"}, "amount": "0"},
                    {"code": "d15000", "labels": {"en": "15,000"}, "factor": "0.85", "amount": "15000"},
                ],
            }
        ],
    },
    "plans": [
        {"code": "whole", "labels": {"en": "At once"}},
        {"code": "in_2", "labels": {"en": "In 2"}, "instalments": 2, "factor": "1.03"},
    ],
}


def product(**changes: Any) -> dict[str, Any]:
    """Return the body of a product."""
    return {**KASKO, **changes}


def rating(**changes: Any) -> dict[str, Any]:
    """Return the rates of a product."""
    return {**KASKO["rating"], **changes}
