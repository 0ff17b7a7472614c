"""The client of a case: looked up for a caller, counted in transactions, a source of the owner's facts."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from chalicelib.aws.dynamo import Otherwise, Transaction, stale
from chalicelib.base.autolinks import unlinked
from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.features.cases.model import Case, Owner
from chalicelib.features.cases.table import client_cases
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may

if TYPE_CHECKING:
    from chalicelib.features.clients.model import Client

#: The scope of callers who see clients.
SEES_CLIENTS = "clients:read"
_UNKNOWN = N_("There is no such client. Give the id of one in the list of clients that you see.")
_ERASED = N_("This client was erased. Leave the client out, or give the id of another one.")
_NOT_YOURS = N_("Naming a client takes the permission {scope}. Leave the client out, or ask your administrator.")
_LONGEST_NAME = 200


def named_client(caller: Caller, client_id: str | None, *, prefix: str = "") -> "Client | None":
    """Return the client that a caller names, by one GetItem; None for none.

    Raises Invalid for one that the caller does not see, and for one that was erased.
    """
    if client_id is None:
        return None
    if not may(caller, SEES_CLIENTS):
        raise Invalid([FieldError(f"{prefix}/client_id", _NOT_YOURS, {"scope": SEES_CLIENTS})])
    return usable(find_seen(caller, client_id), prefix=prefix)


def usable(client: "Client | None", *, prefix: str = "") -> "Client":
    """Return a client that cases can name. Raises Invalid for none, and for one that was erased."""
    if client is None or client.blocked is not None:
        raise _unusable(prefix, erased=client is not None)
    return client


def newly_named(caller: Caller, before: Case, changes: Mapping[str, Any]) -> "Client | None":
    """Return the client whom changes of a case name anew. The one of before stays unchecked. Raises Invalid."""
    named = changes.get("client_id")
    return named_client(caller, named) if named != before.client_id else None


def find_seen(caller: Caller, client_id: str | None) -> "Client | None":
    """Return the client of a stored case; None if the caller sees no such client.

    Phone and e-mail only for callers who see them whole: a case shows them to all its readers.
    Why not refused: cases of before clients were checked name ids of other systems.
    """
    if client_id is None or not may(caller, SEES_CLIENTS):
        return None
    found: Client | None = _clients().find_usable(caller, client_id)
    return found


def is_usable(account_id: str, client_id: str) -> bool:
    """Return True if cases can name a client: it is there and not erased. The caller may not see it."""
    client = _clients().find_client(account_id, client_id)
    return client is not None and client.blocked is None


def filled(owner: Owner, client: "Client | None", *, but: frozenset[str] = frozenset()) -> Owner:
    """Return an owner whose lacking facts are the client's, except for the fields named by `but`."""
    if client is None:
        return owner
    facts = client.facts
    known = {"name": owner_name(client), "phone": facts.phone, "email": facts.email}
    lacking = {name: value for name, value in known.items() if getattr(owner, name) is None and name not in but}
    return Owner.model_validate({**owner.model_dump(), **lacking})


def owner_name(client: "Client") -> str | None:
    """Return a client's name as an owner has one: phones make no link of it."""
    return unlinked(client.facts.full_name)[:_LONGEST_NAME].strip() or None


def unusable_at(prefix: str = "") -> Otherwise:
    """Return the error for a client that was deleted or erased meanwhile: at the field that names it."""
    return lambda raw: _unusable(prefix, erased=raw is not None)


def move(tx: Transaction, before: Case | None, after: Case, *, otherwise: Otherwise) -> None:
    """List and count a case with its client, and no longer with the client before.

    `otherwise` gets the row of a client that was erased meanwhile, None for one that was deleted.
    Why counted: a client with cases can't be deleted, and one that was deleted meanwhile fails the transaction.
    """
    was, named = before.client_id if before else None, after.client_id
    if was == named:
        return
    client_cases.move(tx, after, before=was)
    if named is not None:
        _clients().count_case(tx, after.account_id, named, 1, otherwise=otherwise)
    # Why looked up: it may be an id of another system (find_seen).
    if was is not None and _clients().find_client(after.account_id, was) is not None:
        _clients().count_case(tx, after.account_id, was, -1, otherwise=stale)


def _unusable(prefix: str, *, erased: bool) -> Invalid:
    return Invalid([FieldError(f"{prefix}/client_id", _ERASED if erased else _UNKNOWN)])


def _clients() -> Any:
    """Return the use cases of clients, loaded by the first case with a client: most functions never have one."""
    return import_module("chalicelib.features.clients.service")
