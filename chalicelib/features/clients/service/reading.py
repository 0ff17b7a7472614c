"""Reading of single clients."""

from collections.abc import Sequence

from chalicelib.features.clients import table
from chalicelib.features.clients.bases import sees_contacts, view_of
from chalicelib.features.clients.model import Client, Known, standing_of
from chalicelib.features.clients.refusals import not_found
from chalicelib.features.clients.table import locks
from chalicelib.identity.model import Caller


def show_client(caller: Caller, client_id: str) -> Known:
    """Return a client that the caller sees, with its standing. Raises NotFound."""
    return with_standing(read_client(caller, client_id))


def read_client(caller: Caller, client_id: str) -> Client:
    """Return a client that the caller sees, as stored. Raises NotFound."""
    client = find_seen(caller, client_id)
    if client is None:
        raise not_found()
    return client


def find_seen(caller: Caller, client_id: str) -> Client | None:
    """Return a client if there is such a one and the caller sees it."""
    client = table.get_client(caller.account_id, client_id)
    return client if client is not None and view_of(caller).sees(client) else None


def find_usable(caller: Caller, client_id: str) -> Client | None:
    """Return a client as the caller may pass it on: phone and e-mail only if the caller sees them whole."""
    client = find_seen(caller, client_id)
    if client is None or sees_contacts(caller):
        return client
    facts = client.facts.model_copy(update={"phone": None, "email": None})
    return client.model_copy(update={"facts": facts})


def find_client(account_id: str, client_id: str) -> Client | None:
    """Return a client of an account, for use cases whose tenant comes from elsewhere than a caller."""
    return table.get_client(account_id, client_id)


def with_standing(client: Client) -> Known:
    """Return a client with its standing, by one BatchGetItem."""
    return standing_of(client, locks.read_locks(client.account_id, [client])[client.id])


def read_clients(caller: Caller, client_ids: Sequence[str]) -> list[Known]:
    """Return those of some clients that the caller sees, in their order: two BatchGetItem."""
    view, found = view_of(caller), table.get_clients(caller.account_id, client_ids)
    seen = [found[each] for each in client_ids if each in found and view.sees(found[each])]
    binding = locks.read_locks(caller.account_id, seen)
    return [standing_of(each, binding[each.id]) for each in seen]
