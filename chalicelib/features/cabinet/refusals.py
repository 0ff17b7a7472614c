"""Refusals of the cabinet: each with a `reason` for programs."""

from chalicelib.base.errors import Conflict, FieldError, Forbidden, Gone, Invalid, QuotaExceeded, Unauthenticated
from chalicelib.base.languages import N_

#: One text for a wrong password and for an unknown name.
_WRONG_PASSWORD = N_("Name or password is wrong. Check both, or recover your access.")


class CodeNeeded(Forbidden):
    """The password is right, and the device is new: a code was sent."""

    def __init__(self, to: str) -> None:
        message = N_("This device is new here. Type the code that was sent to {to}.")
        super().__init__(message, extra={"reason": "code-needed", "to": to}, to=to)


class WrongCode(Invalid):
    """A code that is wrong, with the tries that are left."""

    def __init__(self, left: int, *, pointer: str = "/code") -> None:
        message = N_("The code is wrong. Tries that are left: {left}.")
        super().__init__([FieldError(pointer, message, {"left": left})])
        self.extra = {"reason": "wrong-code", "tries_left": left}


def wrong_password() -> Unauthenticated:
    """Return the error for a wrong password, an unknown name, or a person without access."""
    return Unauthenticated(_WRONG_PASSWORD)


def code_ended() -> Gone:
    """Return the error for a code that has ended, was used, or was tried too often."""
    message = N_("This code is no longer valid. Ask for a new one.")
    return Gone(message, extra={"reason": "code-ended"})


def step_ended() -> Gone:
    """Return the error for a step whose time is over."""
    message = N_("The time for this step is over. Begin again.")
    return Gone(message, extra={"reason": "step-ended"})


def too_soon(seconds: int) -> QuotaExceeded:
    """Return the error for a code that is asked for right after another one."""
    message = N_("A code was sent a moment ago. Another one can be sent in {seconds} seconds.")
    return QuotaExceeded(message, retry_after=seconds, seconds=seconds)


def contact_taken() -> Conflict:
    """Return the error for a contact that another cabinet has."""
    message = N_(
        "This contact already belongs to somebody else's client area. Please call us, and we will sort it out together."
    )
    return Conflict(message, extra={"reason": "contact-taken"})


def contacts_rest() -> Conflict:
    """Return the error for a change of contacts in the time of rest after another one."""
    message = N_(
        "Your contacts were changed a short time ago. For your safety they can be changed again after 24 hours."
    )
    return Conflict(message, extra={"reason": "contacts-rest"})
