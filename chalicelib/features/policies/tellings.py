"""Messages to clients about their policies: the thing each is about, and who may get it."""

from typing import Literal

from chalicelib.base.channels import Channel
from chalicelib.base.models import Frozen
from chalicelib.features.clients.ages import is_confirmed
from chalicelib.features.clients.model import Client

#: A printed policy, one that was corrected, a receipt; an offered quote, an instalment to pay; a cancelled policy.
What = Literal["policy", "correction", "receipt", "offer", "demand", "cancelled"]
#: Of these the page shows no name, so that an unconfirmed phone may get them.
_ANY_PHONE: frozenset[What] = frozenset(("offer", "demand"))


class Told(Frozen):
    """A message: `thing_id` is the policy's or the quote's, `part` the number of an instalment."""

    what: What
    thing_id: str
    part: int = 0
    #: Of an offer: its moment. The message of one that was replaced is not sent.
    at: str = ""


def channel_to(client: Client | None, what: What) -> Channel | None:
    """Return the channel of a message: e-mail, else SMS. None for a client who can't be reached."""
    if client is None or client.blocked is not None:
        return None
    if client.facts.email:
        return "email"
    if client.facts.phone and (what in _ANY_PHONE or is_confirmed(client)):
        return "sms"
    return None
