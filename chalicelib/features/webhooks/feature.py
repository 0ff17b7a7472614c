"""Webhooks: events to the endpoints of back-ends, and signed calls from them."""

from chalicelib.base.feature import Feature, Routes

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("blueprints", ("/v1/webhook-endpoints", "/v1/api-keys", "/v1/hooks")),
        Routes("console.blueprints", ("/console",), described=False),
    ),
    rows=("table",),
    events="contract:EVENTS",
    functions={
        "fan_out_events": "events:fan_out_events",
        "deliver_webhooks": "events:deliver_webhooks",
        "sweep_webhooks": "events:sweep_webhooks",
    },
)
