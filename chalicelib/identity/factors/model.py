"""Records of the second factor for some minutes: a sign-in that waits for a code, an authenticator to be confirmed."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.models import Frozen
from chalicelib.identity.model import User


class CodeStep(Frozen):
    """A sign-in whose password was right and that waits for a code; `ticket` is the pool's, `username` its user."""

    email: str
    username: str
    ticket: str
    ends_at: datetime


class Enrolment(Frozen):
    """An authenticator that is not confirmed yet; `key` (base32) is for its app."""

    key: str
    ends_at: datetime


class FactorEvent(StrEnum):
    """The events of a second factor of which its owner is notified by e-mail."""

    SWITCHED_ON = "switched_on"
    SWITCHED_OFF = "switched_off"
    RESET = "reset"
    RECOVERY_CODE_USED = "recovery_code_used"


class Tell(Protocol):
    """Adds a mail to somebody about their second factor to a transaction."""

    def __call__(self, tx: Transaction, /, *, user: User, event: FactorEvent, codes_left: int = 0) -> None:
        """Add it."""
