"""Payments: orders to payment providers, their notices, refunds."""

from chalicelib.base.feature import Feature

FEATURE = Feature(
    package=__package__,
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
)
