"""What can go wrong, as facts of the domain; how HTTP says it is decided in api/problems.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib.languages import N_


@dataclass(frozen=True)
class FieldError:
    """One wrong field: where (RFC 6901 pointer into the body, e.g. `/categories/0/min`) and what would be right."""

    pointer: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)


class DomainError(Exception):
    """Base of all errors that a caller can do something about.

    `message` is an English sentence that says what to do, a gettext msgid with `{name}` places for `params`.
    `extra` is added to the answer as it is (ids, codes; never personal data).
    """

    def __init__(self, message: str, /, *, extra: Mapping[str, Any] | None = None, **params: object) -> None:
        super().__init__(message.format(**params))
        self.message = message
        self.params = params
        self.extra = dict(extra or {})


class NotFound(DomainError):
    """It doesn't exist, or belongs to someone else: the caller can't tell which."""


class LinkUnknown(NotFound):
    """An owner's token or typed code that is wrong, expired or revoked; one answer for all three."""


class Unauthenticated(DomainError):
    """Nobody that we know is calling."""


class Forbidden(DomainError):
    """The caller is known and may not do this."""


class Conflict(DomainError):
    """The state of things doesn't allow it."""


class Stale(Conflict):
    """Something was changed between reading and writing it; reading it again and repeating helps."""


class LinkExpired(DomainError):
    """The request was open when the owner began and is closed now; photos that were received stay filed."""


class TooLarge(DomainError):
    """More bytes than a photo may have, or than can be kept in one place."""


class UnsupportedMedia(DomainError):
    """Not a type that can be filed."""


class QuotaExceeded(DomainError):
    """Too much in too short a time; `retry_after` is in seconds."""

    def __init__(self, message: str, /, *, retry_after: int, **params: object) -> None:
        super().__init__(message, extra=None, **params)
        self.retry_after = retry_after


class Unavailable(DomainError):
    """A service that we need did not answer; trying again helps, after `retry_after` seconds where that is known."""

    def __init__(self, message: str, /, *, retry_after: int | None = None, **params: object) -> None:
        super().__init__(message, extra=None, **params)
        self.retry_after = retry_after


class Invalid(DomainError):
    """Fields that can't be accepted, each with what would be right."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(N_("Some fields need correcting; see errors."))
        self.errors = tuple(errors)
