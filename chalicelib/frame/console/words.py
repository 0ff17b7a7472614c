"""Names in the console of codes of the API."""

from collections.abc import Mapping

from chalicelib.base.channels import Channel
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.localized import listed

CHANNELS: Mapping[str, str] = {"sms": N_("SMS"), "email": N_("E-mail")}
#: With how the state is coloured; the word says it, too.
MESSAGE_STATUSES: Mapping[str, tuple[str, str]] = {
    "queued": (N_("Being sent"), ""),
    "sent": (N_("Sent"), "look"),
    "delivered": (N_("Delivered"), "good"),
    "failed": (N_("Not delivered"), "bad"),
}


CHANNEL: dict[Channel, str] = {"sms": N_("SMS"), "email": N_("E-mail")}


def channels(language: Language, given: list[Channel]) -> str:
    """Write channels in a row."""
    return listed([text(language, CHANNEL[each]) for each in given])
