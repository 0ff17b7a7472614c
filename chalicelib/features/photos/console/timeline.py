"""Writers of timeline entries about photo requests, their messages and photos."""

from collections import Counter
from collections.abc import Mapping, Sequence

from chalicelib.base import localized
from chalicelib.base.languages import N_
from chalicelib.features.cases.console.timeline import Data, Said, Wording, Writer
from chalicelib.features.photos.console import words as photo_words
from chalicelib.features.photos.rejection import RejectionReason
from chalicelib.features.photos.verdicts import REASONS as UNUSABLE
from chalicelib.features.photos.verdicts import UnusableReason
from chalicelib.frame.console import words as console_words
from chalicelib.messaging.reasons import in_words

#: Reasons of unusable photos, by their codes in the timeline.
_WHY: Mapping[str, str] = {str(reason): said for reason, said in UNUSABLE.items()}

_ASKED = N_("Photos requested by {channels}"), N_("Photos requested; nothing sent by Osmotr")

_ASKED_AGAIN = N_("Photos requested again by {channels}"), N_("Photos requested again; nothing sent by Osmotr")


def _asked(say: Wording, data: Data) -> Said:
    channels = console_words.channels(say.language, data.get("channels", []))
    again = data.get("again", ())
    by, without = _ASKED_AGAIN if again else _ASKED
    what = say.say(by, channels=channels) if channels else say.say(without)
    retaken = {each.get("category") for each in again}
    others = [say.category(code) for code in data.get("categories", ()) if code not in retaken]
    return what, localized.listed([*_retaken(say, again), *others])


def _retaken(say: Wording, again: Sequence[Data]) -> list[str]:
    """Return category and reason of photos that were asked for again, those alike counted."""
    alike = Counter((str(each.get("category")), str(each.get("reason"))) for each in again)
    return [
        f"{say.category(category)}: {say.say(_WHY.get(reason, reason))}{f' × {count}' if count > 1 else ''}"
        for (category, reason), count in alike.items()
    ]


def _resent(say: Wording, data: Data) -> Said:
    return say.say(
        N_("Request sent again by {channels}"), channels=console_words.channels(say.language, data["channels"])
    ), ""


def _revoked(say: Wording, _data: Data) -> Said:
    return say.say(N_("Request withdrawn: its link is closed")), ""


def _extended(say: Wording, data: Data) -> Said:
    days = int(data.get("days", 0))
    return say.counted("Request extended by {count} day", "Request extended by {count} days", days), ""


def _opened(say: Wording, data: Data) -> Said:
    return say.say(N_("Link opened")), say.say(photo_words.DEVICE.get(data.get("device", "unknown"), ""))


def _completed(say: Wording, data: Data) -> Said:
    photos = int(data.get("photos", 0))
    return say.say(N_("Request complete")), say.counted("{count} photo", "{count} photos", photos)


def _expired(say: Wording, data: Data) -> Said:
    photos = int(data.get("photos", 0))
    kept = say.counted("{count} photo stays in the case", "{count} photos stay in the case", photos)
    return say.say(N_("Request expired")), kept if photos else say.say(N_("no photo has come"))


def _reminded(say: Wording, data: Data) -> Said:
    return say.say(N_("Reminder by {channels}"), channels=console_words.channels(say.language, data["channels"])), ""


def _message_sent(say: Wording, data: Data) -> Said:
    channel = say.say(console_words.CHANNEL[data["channel"]])
    reminder = data.get("kind") == "reminder"
    message = N_("{channel} with the reminder sent") if reminder else N_("{channel} with the link sent")
    return say.say(message, channel=channel), ""


def _message_delivered(say: Wording, data: Data) -> Said:
    channel = say.say(console_words.CHANNEL[data["channel"]])
    return say.say(N_("{channel} delivered"), channel=channel), _reason(say, data)


def _message_failed(say: Wording, data: Data) -> Said:
    channel = say.say(console_words.CHANNEL[data["channel"]])
    return say.say(N_("{channel} could not be delivered"), channel=channel), _reason(say, data)


def _message_complained(say: Wording, data: Data) -> Said:
    channel = say.say(console_words.CHANNEL[data["channel"]])
    what = say.say(N_("{channel} reported as spam by the recipient"), channel=channel)
    return what, say.say(N_("nothing more is sent to this address"))


def _reason(say: Wording, data: Data) -> str:
    return say.say(in_words(str(data.get("reason") or "")))


def _filed(say: Wording, data: Data) -> Said:
    return say.say(N_("Photo filed: {category}"), category=say.category(data.get("category"))), ""


def _rejected(say: Wording, data: Data) -> Said:
    what = say.say(N_("Photo not accepted: {category}"), category=say.category(data.get("category")))
    return what, say.say(RejectionReason(data["reason"]).message)


def _removed(say: Wording, data: Data) -> Said:
    return say.say(N_("Photo taken back by its sender: {category}"), category=say.category(data.get("category"))), ""


def _deleted(say: Wording, data: Data) -> Said:
    what = say.say(N_("Photo deleted: {file_name}"), file_name=data.get("file_name", ""))
    return what, f"SHA-256 {data['sha256']}" if data.get("sha256") else ""


def _unusable(say: Wording, data: Data) -> Said:
    what = say.say(N_("Photo marked as unusable: {file_name}"), file_name=data.get("file_name", ""))
    return what, say.say(UNUSABLE[UnusableReason(data["reason"])])


def _unusable_no_more(say: Wording, data: Data) -> Said:
    usable, name = data.get("usable"), data.get("file_name", "")
    message = N_("Photo marked as usable after all: {file_name}") if usable else N_("Verdict taken back: {file_name}")
    return say.say(message, file_name=name), ""


#: By type of entry.
WRITERS: Mapping[str, Writer] = {
    "photo_request.created": _asked,
    "photo_request.resent": _resent,
    "photo_request.revoked": _revoked,
    "photo_request.extended": _extended,
    "photo_request.opened": _opened,
    "photo_request.completed": _completed,
    "photo_request.expired": _expired,
    "photo_request.reminded": _reminded,
    "message.sent": _message_sent,
    "message.delivered": _message_delivered,
    "message.failed": _message_failed,
    "message.complained": _message_complained,
    "photo.filed": _filed,
    "photo.rejected": _rejected,
    "photo.removed": _removed,
    "photo.unusable": _unusable,
    "photo.unusable_no_more": _unusable_no_more,
    "attachment.deleted": _deleted,
}
