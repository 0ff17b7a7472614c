"""The words that the console has for states, channels and devices, and how it writes moments, dates and sizes."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.cases.model import CaseStatus
from chalicelib.features.photos.model import Device, Doubt, MessageStatus, RequestStatus, Source

CASE_STATUS = {
    CaseStatus.NEW: N_("New"),
    CaseStatus.WAITING: N_("Waiting for the owner"),
    CaseStatus.RECEIVED: N_("Photos received"),
    CaseStatus.CONVERTED: N_("Converted"),
}
#: What has to happen next in a case of this status, and who has to do it.
AWAITED = {
    CaseStatus.NEW: N_("Ask the owner for photos"),
    CaseStatus.WAITING: N_("The owner is to send photos"),
    CaseStatus.RECEIVED: N_("Look at the photos"),
    CaseStatus.CONVERTED: "",
}
REQUEST_STATUS = {
    RequestStatus.CREATED: N_("Created"),
    RequestStatus.UNDELIVERED: N_("Undelivered"),
    RequestStatus.SENT: N_("Sent to the owner"),
    RequestStatus.OPENED: N_("Opened"),
    RequestStatus.IN_PROGRESS: N_("Photos arriving"),
    RequestStatus.COMPLETED: N_("Complete"),
    RequestStatus.EXPIRED: N_("Expired"),
    RequestStatus.REVOKED: N_("Withdrawn"),
}
#: How a state looks (a class of the style sheet); the word beside it says the same.
CASE_LOOK = {
    CaseStatus.NEW: "", CaseStatus.WAITING: "look", CaseStatus.RECEIVED: "good", CaseStatus.CONVERTED: "",
}  # fmt: skip
REQUEST_LOOK = {
    RequestStatus.CREATED: "", RequestStatus.UNDELIVERED: "bad", RequestStatus.SENT: "look",
    RequestStatus.OPENED: "look", RequestStatus.IN_PROGRESS: "look", RequestStatus.COMPLETED: "good",
    RequestStatus.EXPIRED: "bad", RequestStatus.REVOKED: "",
}  # fmt: skip
MESSAGE_STATUS = {
    MessageStatus.QUEUED: N_("being sent"),
    MessageStatus.SENT: N_("sent"),
    MessageStatus.DELIVERED: N_("delivered"),
    MessageStatus.FAILED: N_("not delivered"),
}
#: Why a message did not go out, where that was decided here; what a provider says stays as it is.
REASONS = (N_("the request has ended"), N_("nobody knows whether it was sent"))
CHANNEL: dict[Channel, str] = {"sms": N_("SMS"), "email": N_("E-mail")}
DEVICE: dict[Device, str] = {
    "phone": N_("on a phone"), "tablet": N_("on a tablet"), "desktop": N_("on a computer"), "unknown": "",
}  # fmt: skip
DOUBT: dict[Doubt, str] = {"blurred": N_("Looks blurred"), "dark": N_("Very dark")}
SOURCE: dict[Source, str] = {"camera": N_("Camera"), "gallery": N_("Gallery"), "unknown": ""}

_DATES: dict[Language, str] = {"ru": "%d.%m.%Y", "es": "%d/%m/%Y", "en": "%d %b %Y"}
_DECIMAL: dict[Language, str] = {"ru": ",", "es": ",", "en": "."}
_KB, _MB = 1024, 1024 * 1024


def day(language: Language, moment: date) -> str:
    """Write a date as the language does."""
    return moment.strftime(_DATES[language])


def moment(language: Language, at: datetime, zone: ZoneInfo) -> str:
    """Write a moment in the account's time zone, to the minute; of the present day only the time matters."""
    try:
        local = at.astimezone(zone)
    except OverflowError:  # at the calendar's ends, where programs put what they don't know, a zone may lead beyond
        local = at
    if local.date() == now().astimezone(zone).date():
        return text(language, N_("today, {time}"), time=f"{local:%H:%M}")
    return f"{day(language, local)}, {local:%H:%M}"


def camera_time(language: Language, taken_at: str) -> str:
    """Write the time that a camera's clock gave (RFC 3339, its offset only if the camera knew one), as it read.

    Time in UTC says so. Why: owners' pages of before told all times in UTC, and the camera's own is not known of those.
    """
    at = datetime.fromisoformat(taken_at)
    return f"{day(language, at)}, {at:%H:%M}{' UTC' if at.utcoffset() == timedelta(0) else ''}"


def size(language: Language, count: int) -> str:
    """Write a number of bytes."""
    if count < _MB:
        return text(language, N_("{size} KB"), size=max(1, round(count / _KB)))
    return text(language, N_("{size} MB"), size=f"{count / _MB:.1f}".replace(".", _DECIMAL[language]))


def listed(items: list[str]) -> str:
    """Write several things in a row."""
    return ", ".join(item for item in items if item)


def channels(language: Language, given: list[Channel]) -> str:
    """Write channels in a row."""
    return listed([text(language, CHANNEL[each]) for each in given])
