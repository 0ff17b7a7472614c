"""Refusals of changes to clients: each with a `reason` for programs."""

from datetime import datetime, tzinfo
from typing import Any

from chalicelib.base.clock import stamp
from chalicelib.base.errors import Conflict, DomainError, FieldError, Gone, Invalid, NotFound, QuotaExceeded
from chalicelib.base.languages import N_

NO_CLIENT = N_("There is no such client.")


def not_found() -> NotFound:
    """Return the error for an unknown client, or one of a base that the caller does not see."""
    return NotFound(NO_CLIENT)


def client_exists(client_id: str) -> Conflict:
    """Return the error for a person, or a company, that the base has already."""
    message = N_(
        "This base has the client already: with the same document, or with the same name and birth date. "
        "Open that client, or correct what you typed."
    )
    return Conflict(message, extra={"reason": "client-exists", "client_id": client_id})


#: Of a client's page, too.
BOUND_SINCE = N_("Since {day} this is the client of another agent, who sold a policy: the card can only be read.")


def client_bound(since: datetime | None, zone: tzinfo) -> Conflict:
    """Return the error for a client whom a sale of another agent binds; nobody says which one."""
    extra = {"reason": "client-bound", "since": stamp(since) if since else None}
    if since is None:
        return Conflict(
            N_("The client has bought a policy from another agent, and can only be read here."), extra=extra
        )
    return Conflict(BOUND_SINCE, extra=extra, day=since.astimezone(zone).date())


def client_there(client_id: str) -> Conflict:
    """Return the error for a client that the base which it should move to has a card of."""
    message = N_(
        "That base has a card of this person already. Merge both cards, or leave the client in the base where it is."
    )
    return Conflict(message, extra={"reason": "client-exists", "client_id": client_id})


def same_base() -> Conflict:
    """Return the error for a client that is in the base already which it should move to."""
    return Conflict(N_("The client is in this base already. Choose another one."), extra={"reason": "same-base"})


def not_contested() -> Conflict:
    """Return the error for a client that contests nothing, or no longer."""
    message = N_("The client contests nothing. Perhaps a colleague has closed it already.")
    return Conflict(message, extra={"reason": "not-contested"})


def both_bound() -> Conflict:
    """Return the error for two cards of a person that sales bind to two agents."""
    message = N_(
        "That base has a card of this person, and sales bind both cards. Cards with a sale each can't be merged: "
        "look whether they are two persons, and tell them apart."
    )
    return Conflict(message, extra={"reason": "both-bound"})


def phone_shared(clients: int) -> Conflict:
    """Return the error for a phone that is confirmed for as many clients as one phone may serve."""
    message = N_("This phone is confirmed for {number} other clients already. Ask the client for a phone of their own.")
    return Conflict(message, extra={"reason": "phone-shared"}, number=clients)


def code_ended() -> Gone:
    """Return the error for a code that has expired, was tried too often, or was sent to another phone."""
    return Gone(N_("This code is no longer valid: its time or its tries are used up. Send another one."))


def too_soon(seconds: int) -> QuotaExceeded:
    """Return the error for another code right after the last one."""
    message = N_("A code was sent a moment ago. You can send another one in {seconds} s.")
    return QuotaExceeded(message, retry_after=seconds, seconds=seconds)


class WrongCode(Invalid):
    """The typed code is not that of the SMS; `tries_left` is the number of further tries."""

    def __init__(self, tries_left: int) -> None:
        message = N_("This is not the code of the last SMS. Tries left: {number}.")
        super().__init__([FieldError("/code", message, {"number": tries_left})])
        self.extra = {"tries_left": tries_left}
        self.tries_left = tries_left


def client_blocked() -> Conflict:
    """Return the error for a client that was erased, but for a rest that a law demands to keep."""
    message = N_("This client was erased. What is kept by law cannot be changed or used until its term ends.")
    return Conflict(message, extra={"reason": "client-blocked"})


def unusable(raw: dict[str, Any] | None) -> DomainError:
    """Return the error for a client that cannot be used, by its raw row: erased, or without a row deleted."""
    return client_blocked() if raw else not_found()


class ChangedMeanwhile(Conflict):
    """The client was changed since the caller read it; `changed` says which fields, when, by whom."""

    def __init__(self, changed: list[dict[str, Any]]) -> None:
        message = N_(
            "This client was changed after you had opened it. Look at the changes, and save again to replace them."
        )
        super().__init__(message, extra={"reason": "stale", "changed": changed})
        self.changed = changed
