"""Codes by SMS and e-mail: the holder of a phone or a mailbox tells one. They are derived from a key, never stored."""

import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, StringConstraints

from chalicelib.aws.secret_keys import identity_key
from chalicelib.base.channels import Channel
from chalicelib.base.languages import Language
from chalicelib.base.models import Frozen
from chalicelib.base.phones import display

DIGITS = 6
#: The life of a code, the tries that it allows, and the time before another one is sent.
LIFE = timedelta(minutes=5)
TRIES = 5
PAUSE = timedelta(seconds=60)
#: Digits of a phone that stay readable at its end; as many before them, and five more, are hidden.
_SHOWN, _HIDDEN = 2, 7

StoredText = Annotated[str, StringConstraints(max_length=400)]


class Purpose(StrEnum):
    """The purpose of a code, which its message names. A code serves no other purpose."""

    SIGN_IN = "sign_in"
    REGISTRATION = "registration"
    RECOVERY = "recovery"
    CONTACT = "contact"
    PAYMENT = "payment"
    CANCELLATION = "cancellation"


class CodeState(StrEnum):
    """The progress of a code's message."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Code(Frozen):
    """A code on its way; the code itself is `code_of` it.

    `subject` is the id of the person, the registration or the recovery that it is for. `to` is E.164 or an e-mail
    address; empty for a code that nobody gets, which looks like any other to those who type one.
    """

    id: str
    account_id: str
    subject: str
    purpose: Purpose
    channel: Channel
    to: StoredText
    language: Language
    #: The sum that a payment's code confirms, in the person's language.
    about: StoredText = ""
    tries: int = 0
    sent_at: AwareDatetime
    ends_at: AwareDatetime
    state: CodeState = CodeState.QUEUED
    failure: StoredText | None = None

    def is_live(self, moment: datetime) -> bool:
        """Return True if the code still counts."""
        return self.tries < TRIES and moment < self.ends_at

    def seconds_until_next(self, moment: datetime) -> int:
        """Return the whole seconds after which another code may be sent; 0: now."""
        left = self.sent_at + PAUSE - moment
        return max(0, -(-left // timedelta(seconds=1)))


def code_of(code: Code) -> str:
    """Return the digits of a code, always the same ones."""
    said = ("area-code", code.account_id, code.subject, code.purpose, code.channel, code.to, code.id)
    digest = hmac.new(identity_key(), "\0".join(said).encode(), hashlib.sha256).digest()
    # 256 bits: the remainder favours no code by more than 1 in 10^70.
    return f"{int.from_bytes(digest) % 10**DIGITS:0{DIGITS}d}"


def is_code_of(code: Code, typed: str) -> bool:
    """Return True if a typed code is that of a code which somebody gets; compared in constant time."""
    digits = "".join(character for character in typed if not character.isspace() and character != "-")
    return hmac.compare_digest(code_of(code).encode(), digits.encode()) and bool(code.to)


def masked(channel: Channel, to: str) -> str:
    """Return a contact as its holder knows it: `+7 916 ***-**-67`, `v***@mail.example`."""
    if channel == "email":
        local, _, host = to.partition("@")
        return f"{local[:1]}***@{host}"
    shown = display(to)
    places = [index for index, character in enumerate(shown) if character.isdigit()]
    hidden = set(places[-_HIDDEN:-_SHOWN])
    return "".join("*" if index in hidden else character for index, character in enumerate(shown))
