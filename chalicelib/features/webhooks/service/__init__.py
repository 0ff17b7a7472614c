"""Use cases of webhooks, for the HTTP layer, the events of AWS and the console.

Sending is in `delivering`, which only `deliver_webhooks` loads.
"""

from chalicelib.features.webhooks.service.endpoints import (
    Made,
    add_endpoint,
    change_endpoint,
    check_endpoint,
    list_endpoints,
    remove_endpoint,
    rotate_secret,
    show_endpoint,
)
from chalicelib.features.webhooks.service.publishing import (
    REPLAYED_AT_ONCE,
    Replayed,
    check_since,
    fan_out,
    fan_out_together,
    list_deliveries,
    replay,
    replay_since,
    send_test,
    sweep,
)
from chalicelib.features.webhooks.service.secrets import secret_of

__all__ = [
    "REPLAYED_AT_ONCE",
    "Made",
    "Replayed",
    "add_endpoint",
    "change_endpoint",
    "check_endpoint",
    "check_since",
    "fan_out",
    "fan_out_together",
    "list_deliveries",
    "list_endpoints",
    "remove_endpoint",
    "replay",
    "replay_since",
    "rotate_secret",
    "secret_of",
    "send_test",
    "show_endpoint",
    "sweep",
]
