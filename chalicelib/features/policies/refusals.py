"""Refusals of sales and of changes to policies: each with a `reason` for programs."""

from collections.abc import Mapping
from typing import Any

from chalicelib.base.errors import Conflict, Gone, NotFound
from chalicelib.base.languages import N_

NO_POLICY = N_("There is no such policy.")
NO_QUOTE = N_("There is no such quote.")


def no_policy() -> NotFound:
    """Return the error for an unknown policy, or one that the caller does not see."""
    return NotFound(NO_POLICY)


def no_quote() -> NotFound:
    """Return the error for an unknown quote, or one that the caller does not see."""
    return NotFound(NO_QUOTE)


def not_in_base() -> Conflict:
    """Return the error for a client who is not in the seller's base, or not there at all."""
    message = N_("The client is not in your base. Add the client to your base first, then sell the policy.")
    return Conflict(message, extra={"reason": "client-not-in-base"})


def number_taken(policy_id: str | None) -> Conflict:
    """Return the error for the number of another policy; `policy_id` only if the caller sees that one."""
    message = N_("Another policy has this number. Compare the number with the document.")
    extra = {"reason": "policy-number", **({"policy_id": policy_id} if policy_id else {})}
    return Conflict(message, extra=extra)


def quote_ended() -> Gone:
    """Return the error for a quote whose time is over."""
    return Gone(N_("This quote has ended. Make a new one: prices may have changed."))


def already(reason: str, message: str, **extra: str) -> Conflict:
    """Return the error for something that was done before."""
    return Conflict(message, extra={"reason": reason, **extra})


def other_seller() -> Conflict:
    """Return the error for a change by an agent who serves the client, and has not sold the policy."""
    message = N_("This policy is not your sale: you can read and renew it. Ask the organisation to change it.")
    return Conflict(message, extra={"reason": "other-seller"})


class PolicyChanged(Conflict):
    """The policy or quote was changed since the caller read it."""

    def __init__(self, extra: Mapping[str, Any] | None = None) -> None:
        message = N_("This was changed after you had opened it. Look at the changes, and try again.")
        super().__init__(message, extra={"reason": "stale", **(extra or {})})
