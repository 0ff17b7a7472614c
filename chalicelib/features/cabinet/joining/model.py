"""Registrations under way, invitations, and tasks of the desk that registrations leave."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from chalicelib.base.channels import Channel
from chalicelib.base.languages import Language
from chalicelib.base.models import Frozen
from chalicelib.features.cabinet.joining.decision import Course
from chalicelib.features.cabinet.joining.names import FullName
from chalicelib.identity.area.model import Registration

#: The time for a registration from its start to the password.
LIFE = timedelta(hours=1)
#: The life of an invitation's link.
INVITED_FOR = timedelta(days=7)
#: The time for which payouts and changes rest after a phone that was not on file.
RESTRICTED_FOR = timedelta(hours=24)
#: The time for which a task of the desk is kept.
TASK_KEPT = timedelta(days=180)
#: Times that details may be sent in one registration: people correct a slip of the keyboard.
MOST_DETAILS = 3

StoredText = Annotated[str, StringConstraints(max_length=400)]


class JoinStep(StrEnum):
    """The next step of a registration. `staff`: it ended, and only people can help."""

    DETAILS = "details"
    QUESTION = "question"
    CODES = "codes"
    PASSWORD = "password"  # noqa: S105 - a step, no password
    STAFF = "staff"
    DONE = "done"


class Agreed(Frozen):
    """A consent as it was ticked: the text by its hash."""

    purpose: str
    language: Language
    version: int
    sha256: str


class Given(Frozen):
    """The details that a person gave."""

    name: FullName
    #: E.164.
    phone: str
    email: StoredText
    consents: tuple[Agreed, ...] = ()


class Join(Frozen):
    """A registration under way. The secret is in the browser only; `sha256` is its stored form."""

    sha256: str
    account_id: str
    slug: str
    #: As it was typed; empty for an invitation.
    number: StoredText = ""
    step: JoinStep = JoinStep.DETAILS
    language: Language
    registration: Registration = Registration.ALONE
    invitation_id: str | None = None
    #: Of an invitation: the phone that its code goes to, E.164.
    phone: str = ""
    given: Given | None = None
    #: The client whose number and name these are; None: there is none.
    client_id: str | None = None
    policy_id: str | None = None
    course: Course | None = None
    #: The contact on file that is told of the new one, as it was before the registration changes the card.
    on_file: StoredText = ""
    #: True if the client has a cabinet.
    is_registered: bool = False
    #: Channels whose codes are demanded, and those that are confirmed.
    demanded: tuple[Channel, ...] = ()
    confirmed: tuple[Channel, ...] = ()
    details_sent: int = 0
    #: True once the desk got a task.
    desk_told: bool = False
    ends_at: datetime
    version: int = 0

    @property
    def missing(self) -> tuple[Channel, ...]:
        """Return the channels whose codes are missing still."""
        return tuple(each for each in self.demanded if each not in self.confirmed)

    def contact(self, channel: Channel) -> str:
        """Return the contact of a channel that the person gave, or that the invitation was made for."""
        if self.given is None:
            return self.phone if channel == "sms" else ""
        return self.given.phone if channel == "sms" else self.given.email


class Invitation(Frozen):
    """An invitation of a client whom staff or the system have checked. Its link is derived (links.py)."""

    id: str
    account_id: str
    client_id: str
    registration: Registration
    #: The phone that its code goes to, E.164, and the e-mail as of then.
    phone: str
    email: StoredText = ""
    language: Language
    channel: Channel
    actor: str
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None = None
    version: int = 0

    def is_open(self, moment: datetime) -> bool:
        """Return True if its link still opens."""
        return self.used_at is None and moment < self.ends_at


class DeskTask(Frozen):
    """A task of the desk: a client answered right, but neither phone nor e-mail are on file."""

    id: str
    account_id: str
    client_id: str
    policy_id: str
    #: The new contacts that the person gave, E.164 and an address.
    phone: str
    email: StoredText
    at: datetime
