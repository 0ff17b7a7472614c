"""The words of the console for photo requests, their messages and photos."""

from datetime import datetime, timedelta

from chalicelib.base.languages import N_, Language
from chalicelib.base.localized import day
from chalicelib.features.photos.model import Device, Doubt, RequestStatus, Source
from chalicelib.messaging.model import MessageStatus

REQUEST_STATUS = {
    RequestStatus.CREATED: N_("Created"),
    RequestStatus.UNDELIVERED: N_("Undelivered"),
    RequestStatus.SENT: N_("Request sent"),
    RequestStatus.OPENED: N_("Opened"),
    RequestStatus.IN_PROGRESS: N_("Photos arriving"),
    RequestStatus.COMPLETED: N_("Complete"),
    RequestStatus.EXPIRED: N_("Expired"),
    RequestStatus.REVOKED: N_("Withdrawn"),
}

REQUEST_LOOK = {
    RequestStatus.CREATED: "",
    RequestStatus.UNDELIVERED: "bad",
    RequestStatus.SENT: "look",
    RequestStatus.OPENED: "look",
    RequestStatus.IN_PROGRESS: "look",
    RequestStatus.COMPLETED: "good",
    RequestStatus.EXPIRED: "bad",
    RequestStatus.REVOKED: "",
}

MESSAGE_STATUS = {
    MessageStatus.QUEUED: N_("being sent"),
    MessageStatus.SENT: N_("sent"),
    MessageStatus.DELIVERED: N_("delivered"),
    MessageStatus.FAILED: N_("not delivered"),
}

#: Reasons of ours for which a message did not go out; a provider's stay as they are.
REASONS = (N_("the request has ended"), N_("nobody knows whether it was sent"))

DEVICE: dict[Device, str] = {
    "phone": N_("on a phone"),
    "tablet": N_("on a tablet"),
    "desktop": N_("on a computer"),
    "unknown": "",
}

DOUBT: dict[Doubt, str] = {"blurred": N_("Looks blurred"), "dark": N_("Very dark")}

SOURCE: dict[Source, str] = {"camera": N_("Camera"), "gallery": N_("Gallery"), "unknown": ""}


def camera_time(language: Language, taken_at: str) -> str:
    """Return the time of a camera's clock, as it read (RFC 3339, its offset only if the camera knew one).

    Time in UTC says so. Why: owners' pages of before told all times in UTC, and the camera's own is not known of those.
    """
    at = datetime.fromisoformat(taken_at)
    return f"{day(language, at)}, {at:%H:%M}{' UTC' if at.utcoffset() == timedelta(0) else ''}"
