"""Names of events, states of endpoints and deliveries, and reasons of failed calls in the console."""

from collections.abc import Mapping
from functools import cache

from chalicelib.base.languages import N_
from chalicelib.features.webhooks.model import TEST, DeliveryStatus, DisabledReason
from chalicelib.outbox.contract import kinds


@cache
def event_labels() -> Mapping[str, str]:
    """Return the labels of events that can be chosen, by type."""
    return {name: kind.label for name, kind in kinds().items() if name != TEST}


@cache
def labels_of_all() -> Mapping[str, str]:
    """Return the labels of all events by type, also of the one that nobody chooses."""
    return {name: kind.label for name, kind in kinds().items()}


#: Filters of the log, by their names in the address; '' is everything.
SHOWN: Mapping[str, tuple[DeliveryStatus | None, str]] = {
    "": (None, N_("All")),
    "pending": (DeliveryStatus.PENDING, N_("On the way")),
    "failed": (DeliveryStatus.FAILED, N_("Given up")),
}
DISABLED: Mapping[DisabledReason, str] = {
    DisabledReason.REQUESTED: N_("An administrator switched it off."),
    DisabledReason.GONE: N_("Its server answered 410 Gone: it wants no more webhooks."),
    DisabledReason.FAILING: N_("Its server accepted nothing for 75 hours."),
}
#: By the reason of an attempt (chalicelib/features/webhooks/outbound.py).
NO_ANSWER: Mapping[str, str] = {
    "timeout": N_("no answer within 10 seconds"),
    "unknown_host": N_("no server of this name was found"),
    "unreachable": N_("the server could not be reached"),
    "forbidden_address": N_("the address is not on the public internet"),
    "certificate": N_("the server's certificate is not valid"),
    "tls": N_("no secure connection came about"),
    "broken_off": N_("the connection broke off"),
}
#: Hours that a former secret may live on.
FORMER_LIVES: Mapping[int, str] = {
    24: N_("24 hours"),
    168: N_("7 days"),
    0: N_("Not at all: it is in wrong hands"),
}
