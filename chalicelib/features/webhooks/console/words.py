"""What the console calls events, how an endpoint and a delivery stand, and why a call brought no answer."""

from collections.abc import Mapping

from chalicelib.base.languages import N_
from chalicelib.features.webhooks.model import TEST, DeliveryStatus, DisabledReason
from chalicelib.outbox.model import EventType

#: In the order in which things happen.
EVENTS: Mapping[EventType, str] = {
    "case.created": N_("A case was opened"),
    "case.updated": N_("Something in a case changed"),
    "case.converted": N_("A case was converted"),
    "photo_request.created": N_("Photos were asked for"),
    "photo_request.sent": N_("The request went out to the owner"),
    "photo_request.undelivered": N_("No message reached the owner"),
    "photo_request.opened": N_("The owner opened the page"),
    "photo_request.completed": N_("The owner sent all photos"),
    "photo_request.expired": N_("The request expired"),
    "photo_request.revoked": N_("The request was withdrawn"),
    "photo.filed": N_("A photo was filed in the case"),
    "photo.rejected": N_("A file was not accepted"),
    "photo.reviewed": N_("A photo was reviewed"),
}
#: By the type of an event, also of one that nobody chooses.
TOLD: Mapping[str, str] = {**dict(EVENTS.items()), TEST: N_("Test event")}
#: What can be shown of the log, by what the address says; '' is everything.
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
#: For how many hours a former secret may live on.
FORMER_LIVES: Mapping[int, str] = {
    24: N_("24 hours"),
    168: N_("7 days"),
    0: N_("Not at all: it is in wrong hands"),
}
