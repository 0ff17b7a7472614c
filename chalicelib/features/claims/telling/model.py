"""Messages to clients about their claims: their subjects, and the channels that reach a client."""

from typing import Literal

from chalicelib.base.channels import Channel
from chalicelib.base.models import Frozen
from chalicelib.features.clients.model import Client

#: A claim to start or reject, that once more; documents to add; all of them came; a decision; a printed referral; a
#: deductible to pay; a deadline of the client that is near or missed; deadlines that end on another day than was said;
#: an end; a claim that is open again.
What = Literal[
    "announced",
    "undecided",
    "papers",
    "complete",
    "decided",
    "referral",
    "deductible",
    "near",
    "missed",
    "moved",
    "closed",
    "reopened",
]


class Told(Frozen):
    """A message about a claim."""

    what: What
    claim_id: str
    #: The number of the reminder or of the decision, the id of the referral, the codes of the deadlines with the days
    #: of moved ones, or the ending.
    of: str = ""
    #: The id of a person of the company, whose e-mail it is; empty: of the client.
    person: str = ""
    #: Of the item that queues e-mails to people: those after this one have none yet.
    person_after: str = ""
    #: The channels that failed before.
    tried: tuple[Channel, ...] = ()


def channels_to(client: Client | None) -> tuple[Channel, ...]:
    """Return the channels that reach a client, the first one first.

    Any phone will do, a confirmed one or not: an SMS about a claim names neither a person nor a sum.
    """
    if client is None or client.blocked is not None:
        return ()
    email: tuple[Channel, ...] = ("email",) if client.facts.email else ()
    return (*email, "sms") if client.facts.phone else email
