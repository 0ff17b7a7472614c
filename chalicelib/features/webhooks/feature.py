"""Webhooks: events to the endpoints of back-ends, signed calls from them, and API keys in the API."""

from chalicelib.base.feature import Feature, Routes, Section, console_routes
from chalicelib.base.languages import N_

_LIST = "/console/settings/webhooks"
_ONE = f"{_LIST}/{{endpoint_id}}"

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes:routes", ("/v1/webhook-endpoints",)),
        Routes("hook_routes:hook_routes", ("/v1/api-keys", "/v1/hooks/photo-requests")),
        Routes("policy_hooks:policy_hooks", ("/v1/hooks/policies",)),
        Routes("claim_hooks:claim_hooks", ("/v1/hooks/claims",)),
        console_routes("console.endpoints:endpoint_pages", _LIST),
        console_routes("console.secrets:secret_pages", f"{_ONE}/rotate-secret"),
        console_routes(
            "console.deliveries:delivery_pages", f"{_ONE}/deliveries", at=(f"{_ONE}/test", f"{_ONE}/replay")
        ),
    ),
    rows=("table",),
    events="contract:EVENTS",
    staff_notices={"endpoint_failing": "notices:FAILING", "endpoint_gone": "notices:GONE"},
    functions={
        "fan_out_events": "events:fan_out_events",
        "deliver_webhooks": "events:deliver_webhooks",
        "sweep_webhooks": "events:sweep_webhooks",
    },
    sections=(Section(code="webhooks", label=N_("Webhooks"), place=80),),
    notices={
        "endpoint_saved": N_("The endpoint is saved."),
        "endpoint_enabled": N_("The endpoint is enabled. Events go there at once."),
        "endpoint_removed": N_("The endpoint is removed."),
        "test_sent": N_("A test event is on its way."),
        "delivery_replayed": N_("The event is being delivered once more."),
        "replayed": N_("The events below are being delivered again."),
        "part_replayed": N_(
            "As many events as go at once are being delivered again. The rest begins at the time below."
        ),
    },
    warnings={
        "nothing_replayed": N_("Since then nothing happened that can be delivered again."),
    },
    assets=("hook_log.js",),
)
