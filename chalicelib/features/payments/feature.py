"""Payments: orders to payment providers, their notices, refunds."""

from chalicelib.base.feature import Feature, GrantableScope, Routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", ("/v1/payments",), proxy="/v1/payments"),
        Routes("settings_routes", ("/v1/account/payments",)),
    ),
    rows=("table.rows",),
    settings={"payments": "settings:PaymentSettings"},
    due={"payment": "service.looking:due", "payment_refund": "service.looking:due"},
    functions={"settle_payment": "events:settle_payment"},
    events="contract:EVENTS",
    staff_notices={
        "payment_mismatch": "notices:MISMATCH",
        "payment_stuck": "notices:STUCK",
        "payment_refund_failed": "notices:REFUND_FAILED",
        "payment_keys_refused": "notices:KEYS_REFUSED",
    },
    scopes=(
        GrantableScope(name="payments:read", label=N_("See payments"), roles=("staff", "viewer", "agent"), place=14),
        GrantableScope(name="payments:write", label=N_("Start payments"), roles=("staff", "agent"), place=24),
        GrantableScope(name="payments:refund", label=N_("Return money"), place=34),
    ),
)
