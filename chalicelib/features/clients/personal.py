"""Personal data of clients: consents, blocks after an erasure, its proof, and files of an export."""

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import Literal, NamedTuple

from pydantic import AwareDatetime

from chalicelib.base.languages import Language
from chalicelib.base.models import Frozen

Channel = Literal["paper", "sms", "email", "web", "voice"]


class Purpose(StrEnum):
    """Purposes of consents: each is a document of its own (152-FZ, art. 9, since 1 September 2025)."""

    PERSONAL_DATA = "personal_data"
    ADVERTISING = "advertising"
    SHARING = "sharing"
    PHONE = "phone"


class Consent(Frozen):
    """A consent: to which text, when, by which channel; and its withdrawal."""

    id: str
    purpose: Purpose
    language: Language
    #: Of the text, with the hash by which it is found.
    version: int
    sha256: str
    channel: Channel
    given_at: AwareDatetime
    recorded_at: AwareDatetime
    actor: str
    withdrawn_at: AwareDatetime | None = None
    withdrawn_by: str | None = None
    withdrawal_reason: str | None = None

    @property
    def is_given(self) -> bool:
        """Return True until it is withdrawn."""
        return self.withdrawn_at is None


class Blocked(Frozen):
    """The rest of an erased client: unchangeable, for the law that demands to keep it."""

    at: AwareDatetime
    until: date
    law: str
    #: The moment at which the rest was erased as well; cases or policies still name the empty client.
    ended_at: AwareDatetime | None = None


class Erasure(Frozen):
    """The proof of an erasure: nothing in it is personal. `gone` and `kept` are codes of facts."""

    client_id: str
    at: AwareDatetime
    actor: str
    base: str
    kind: str
    reason: str = ""
    gone: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    kept_until: date | None = None
    law: str = ""
    #: The moment at which nothing was kept any more.
    finished_at: AwareDatetime | None = None


class HeldFile(NamedTuple):
    """A file of an export: its name in the ZIP file, and its content."""

    name: str
    content: bytes
    #: False for pictures: they are compressed already.
    compress: bool = True


#: A feature's part of an export, by its manifest's `client_data`: of a Caller, a Client and a language. It has only
#: data that the caller may see.
HeldFiles = Callable[..., Iterable[HeldFile]]
