"""What the console calls things that the API names by codes."""

from collections.abc import Mapping

from chalicelib.base.languages import N_

CHANNELS: Mapping[str, str] = {"sms": N_("SMS"), "email": N_("E-mail")}
#: With how the state is coloured; the word says it, too.
MESSAGE_STATUSES: Mapping[str, tuple[str, str]] = {
    "queued": (N_("Being sent"), ""),
    "sent": (N_("Sent"), "look"),
    "delivered": (N_("Delivered"), "good"),
    "failed": (N_("Not delivered"), "bad"),
}
