"""E-mails to administrators about endpoints that were disabled."""

from chalicelib.base.languages import N_
from chalicelib.messaging.notices import Notice

_ENDPOINT = "/console/settings/webhooks/{endpoint}"

FAILING = Notice(
    N_("Webhooks to {host} are switched off"),
    (
        N_("For 75 hours nothing that we sent to {host} (endpoint {endpoint}) was accepted, so we stopped."),
        N_(
            "Your systems have not learned since then what happened in your cases; nothing is lost, though: events "
            "are kept for 30 days."
        ),
        N_(
            "When the server works again, enable the endpoint on this page, which then offers to deliver what was "
            "missed:"
        ),
    ),
    _ENDPOINT,
)
GONE = Notice(
    N_("Webhooks to {host} are switched off"),
    (
        N_(
            "The server {host} (endpoint {endpoint}) answered 410 Gone: it does not want our webhooks any more, so "
            "we stopped."
        ),
        N_(
            "If that is as it should be, there is nothing to do. If not, enable the endpoint on this page, which "
            "then offers to deliver what was missed; events are kept for 30 days:"
        ),
    ),
    _ENDPOINT,
)
