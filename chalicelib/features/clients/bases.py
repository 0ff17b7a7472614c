"""Bases, and the part of them that a caller sees: agents and back-ends their own one, other staff all."""

from typing import NamedTuple

from chalicelib.features.clients.model import HOUSE, Client
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may


class View(NamedTuple):
    """The part of an account's clients that a caller works with."""

    account_id: str
    #: The only base that the caller sees; None: every one.
    base: str | None
    #: The base that the caller adds to.
    own: str

    @property
    def scope(self) -> str:
        """The beginning of the keys of look-ups."""
        return scope_of(self.account_id, self.base)

    def sees(self, client: Client) -> bool:
        """Return True if the caller may know of a client; only who sees all bases knows of erased ones."""
        if client.account_id != self.account_id:
            return False
        return self.base is None or (self.base == client.base and client.blocked is None)


def view_of(caller: Caller) -> View:
    """Return the part of the clients that a caller sees."""
    if caller.role == "agent" and caller.user_id is not None:
        return View(caller.account_id, caller.user_id, caller.user_id)
    if caller.role is not None:
        return View(caller.account_id, None, HOUSE)
    return View(caller.account_id, HOUSE, HOUSE)


def sees_contacts(caller: Caller) -> bool:
    """Return True if the caller sees whole phones and e-mails, as those do who may change clients."""
    return may(caller, "clients:write")


def scope_of(account_id: str, base: str | None) -> str:
    """Return the beginning of the keys of a base's look-ups; of all the account's with None."""
    return account_id if base is None else f"{account_id}#{base}"
