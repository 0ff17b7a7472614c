"""Texts of the owner's page that its script shows: msgids of the `page` catalogue under the script's keys."""

from chalicelib.base.languages import N_, Language, text, translations


def _counted(one: str, many: str) -> tuple[str, str]:
    """Mark both forms of a msgid that depends on a number, for extraction (Babel: `-k _counted:1,2`)."""
    return one, many


_TEXTS = {
    "percent": N_("{percent} %"),
    "new": N_("Preparing"),
    "doubt_blurred": N_("The photo looks blurred: details may not be readable. Hold the phone still, take it again."),
    "doubt_dark": N_("The photo is very dark. Take it again with more light, or with the flash."),
    "kept": N_("Waiting its turn"),
    "waiting": N_("Waiting for the network"),
    "sent": N_("Being checked"),
    "received": N_("Received"),
    "elsewhere": N_("On its way"),
    "rejected": N_("This photo can't be used. Please take another one."),
    "failed_network": N_("The network is too weak. The photo is kept: try again when the signal is better."),
    "failed_closed": N_("The link is closed. The photo is kept on this device."),
    "failed_full": N_("There are enough photos here already. Remove one to add this one."),
    "failed_too_large": N_("This photo is larger than 15 MB. Please take another one."),
    "failed_not_photo": N_("This is not a photo that we can read. Please take another one."),
    "failed_refused": N_("The photo could not be sent. It is kept: try again, or call us."),
    "failed_lost": N_("This device no longer has the photo. Remove it and take it again."),
    "photo_name": N_("{label}, photo {number}"),
    "again": N_("Try again"),
    "remove": N_("Remove: {name}"),
    "next": N_("Next"),
    "skip": N_("Skip for now"),
    "trouble_unreadable": N_("“{name}” could not be read. Please choose it again."),
    "trouble_empty": N_("“{name}” is empty. Please choose it again or take a new photo."),
    "trouble_not_photo": N_("“{name}” is not a photo. Please choose a photo: JPEG, PNG, WebP or HEIC."),
    "trouble_too_large": N_("“{name}” is too large. Please choose a photo of at most 15 MB."),
    "trouble_duplicate": N_("You have added this photo already. It is stored once."),
    "trouble_full": N_("No more photos fit here; the rest was not added."),
    "trouble_memory": N_("This browser can't keep photos. Please keep this page open until everything is received."),
    "trouble_insecure": N_("This page was opened insecurely. Please open the link from the message again."),
    "obstacle_missing": N_("Photos are still needed: {labels}."),
    "line_none": N_("No photos yet"),
    "line_moving": N_("{received} of {all} received"),
    "submit_failed": N_("It could not be sent. Check the network and tap once more."),
    "live_sending": N_("{name}: being sent"),
    "live_received": N_("{name}: received"),
    "live_failed": N_("{name}: could not be sent"),
    "live_rejected": N_("{name}: can't be used"),
    "live_doubtful": N_("{name}: please have a look"),
    "live_removed": N_("The photo was removed"),
    "sent_at": N_("Sent: {time}"),
    "copied": N_("The link is copied: paste it into the address bar of your browser."),
}

_COUNTED = {
    "room_none": _counted("{count} photo is here: no more are needed.", "{count} photos are here: no more are needed."),
    "obstacle_failed": _counted(
        "{count} photo could not be sent: try again or remove it.",
        "{count} photos could not be sent: try again or remove them.",
    ),
    "obstacle_doubtful": _counted(
        "{count} photo looks poor: take it again, or send it as it is.",
        "{count} photos look poor: take them again, or send them as they are.",
    ),
    "obstacle_moving": _counted(
        "{count} photo is still on its way. Please wait.",
        "{count} photos are still on their way. Please wait.",
    ),
    "line": _counted("{count} photo received", "{count} photos received"),
    "line_bad": _counted("{count} needs a look", "{count} need a look"),
    "unsent": _counted(
        "{count} photo that we don't have yet is kept on this device.",
        "{count} photos that we don't have yet are kept on this device.",
    ),
    "receipt": _counted("We have received {count} photo.", "We have received {count} photos."),
}

#: A number for each plural category of Unicode CLDR that whole numbers have in our languages.
_SAMPLES = {"one": 1, "few": 2, "many": 5, "other": 2}


def owner_texts(language: Language) -> dict[str, str | dict[str, str]]:
    """Return all texts of the script in a language; counted ones by CLDR plural category, with `{places}` left in."""
    counted = {key: _forms(language, *forms) for key, forms in _COUNTED.items()}
    return {key: text(language, message) for key, message in _TEXTS.items()} | counted


def _forms(language: Language, one: str, many: str) -> dict[str, str]:
    """Return the forms of a counted text that differ from `other`, and `other`."""
    forms = {name: translations(language).ngettext(one, many, count) for name, count in _SAMPLES.items()}
    return {name: form for name, form in forms.items() if name == "other" or form != forms["other"]}
