"""Refusals of requests that are alike everywhere."""

from chalicelib.base.errors import Conflict, FieldError, Invalid, NotFound
from chalicelib.base.languages import N_


def no_ticket() -> NotFound:
    """Return the error for an unknown request, and for another account's."""
    return NotFound(N_("There is no such request."))


def no_claim() -> NotFound:
    """Return the error for an unknown claim, for another account's, and for another client's."""
    return NotFound(N_("There is no such claim."))


def is_closed() -> Conflict:
    """Return the error for a request in which nobody can write any more."""
    return Conflict(N_("This request is closed. Write a new one."), extra={"reason": "closed"})


def unknown_topic() -> Invalid:
    """Return the error for a topic that the account does not have."""
    return Invalid([FieldError("/topic", N_("There is no such topic. Choose one of the account's topics."))])


def unknown_desk() -> Invalid:
    """Return the error for a desk that the account does not have."""
    return Invalid([FieldError("/desk", N_("There is no such desk. Choose one of the account's desks."))])
