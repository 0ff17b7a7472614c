"""Errors as facts of the domain; http/problems.py decides how HTTP answers them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType, TracebackType
from typing import Any, NamedTuple

from chalicelib.base.languages import N_


class FieldError(NamedTuple):
    """One wrong field: its place (RFC 6901 pointer into the body, e.g. `/categories/0/min`) and the correction.

    `follows`: pointers to other fields that were looked at, `*` for each entry of a list. If one of them could not be
    read, this says nothing.
    """

    pointer: str
    message: str
    params: Mapping[str, object] = MappingProxyType({})
    follows: tuple[str, ...] = ()


class DomainError(Exception):
    """Base of all errors that a caller can do something about.

    `message` is an English sentence with the correction, a gettext msgid with `{name}` places for `params`. `extra` is
    added to the answer as it is (ids, codes; never personal data).
    """

    #: Fields that are to be corrected, if the error comes of some.
    errors: tuple[FieldError, ...] = ()

    def __init__(self, message: str, /, *, extra: Mapping[str, Any] | None = None, **params: object) -> None:
        super().__init__(message.format(**params))
        self.message = message
        self.params = params
        self.extra = dict(extra or {})


class NotFound(DomainError):
    """The object doesn't exist, or belongs to someone else: the caller can't tell them apart."""


class LinkUnknown(NotFound):
    """An owner's token or typed code that is wrong, expired or revoked; one answer for all three."""


class Unauthenticated(DomainError):
    """The caller is unknown."""


class Forbidden(DomainError):
    """The caller is known and may not do this."""


class Conflict(DomainError):
    """The state of things doesn't allow it."""


class Stale(Conflict):
    """An item was changed between reading and writing it; reading it again and repeating helps."""


class LinkExpired(DomainError):
    """The request was open when the owner began and is closed now; photos that were received stay filed."""


class Gone(DomainError):
    """The thing was there, and has ended for good: a new one has to be asked for."""


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
    """A service that we need did not answer; trying again helps, after `retry_after` seconds if that is known."""

    def __init__(self, message: str, /, *, retry_after: int | None = None, **params: object) -> None:
        super().__init__(message, extra=None, **params)
        self.retry_after = retry_after


class Invalid(DomainError):
    """Fields that can't be accepted, each with the correction that it needs."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(N_("Some fields need correcting; see errors."))
        self.errors = tuple(errors)


class Findings:
    """Findings of several checks, raised together as one Invalid, so that a caller learns of all at once.

    `with found:` runs one check and goes on after it; `demand_none` raises the collected findings. Of two findings at
    one place the first is kept, since the second mostly follows from it.
    """

    def __init__(self) -> None:
        self._found: dict[str, FieldError] = {}

    @property
    def errors(self) -> tuple[FieldError, ...]:
        """Return all findings, in the order of the checks."""
        return tuple(self._found.values())

    def __enter__(self) -> None:
        """Begin a check."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        """Collect the findings of an Invalid; any other exception passes."""
        if not isinstance(error, Invalid):
            return False
        self.add(error.errors)
        return True

    def add(self, errors: Iterable[FieldError]) -> None:
        """Add findings, but for those at a place that has one already."""
        for each in errors:
            self._found.setdefault(each.pointer, each)

    def attempt[T](self, make: Callable[[], T], *, otherwise: T) -> T:
        """Return a made value; collect an Invalid's findings and return the other value instead."""
        with self:
            return make()
        return otherwise

    def demand_none(self) -> None:
        """Raise Invalid if anything was found."""
        if self._found:
            raise Invalid(self.errors)
