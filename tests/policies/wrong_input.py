"""Wrong bodies and queries of the operations of policies."""

from tests.policies.bodies import product, rating
from tests.support.api.wrong_input import Wrong, WrongInput

WRONG = WrongInput(
    bodies={
        "PATCH /v1/account/policies": Wrong(
            {"version": -1, "products": [product(term_months=0, rating=rating(sum_most="1"))]},
            {"/version", "/products/0/term_months", "/products/0/rating/sum_most"},
        ),
        "POST /v1/commission-rates": Wrong(
            {"product": "boat", "since": "2026-12-01", "percent": "101"}, {"/product", "/percent"}
        ),
    },
    queries={"GET /v1/commission-rates": ("limit=0&product=!", {"?limit", "?product"})},
)
