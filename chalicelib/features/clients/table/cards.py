"""Reading of clients' own rows."""

from collections.abc import Iterable

from chalicelib.features.clients.model import Client
from chalicelib.features.clients.table.rows import ClientRow, ClientsRow


def client_key(account_id: str, client_id: str) -> str:
    """Return the partition key of a client's own rows."""
    return f"{account_id}#{client_id}"


def get_client(account_id: str, client_id: str) -> Client | None:
    """GetItem: a client of any base."""
    try:
        return ClientRow.get(client_key(account_id, client_id), "client", consistent_read=True).model()
    except ClientRow.DoesNotExist:
        return None


def get_clients(account_id: str, client_ids: Iterable[str]) -> dict[str, Client]:
    """BatchGetItem: clients by id; unknown ones are missing."""
    keys = [(client_key(account_id, each), "client") for each in dict.fromkeys(client_ids)]
    rows = ClientsRow.batch_get(keys, consistent_read=True) if keys else ()
    found = (row.model() for row in rows)
    return {each.id: each for each in found if isinstance(each, Client)}
