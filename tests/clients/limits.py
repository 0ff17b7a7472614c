"""An account's limits for clients, for tests."""

from datetime import timedelta

from chalicelib.aws.dynamo import Transaction, stale
from chalicelib.features.clients import table
from chalicelib.features.clients.settings import ClientSettings, Limits
from chalicelib.tenancy import sections


def choose_limits(account_id: str, **chosen: int) -> None:
    """Save limits as an administrator chose them."""
    rules = sections.show(account_id, ClientSettings)
    sections.change(account_id, rules.value.model_copy(update={"limits": Limits(**chosen)}), since=rules.version)


def age_confirmation(account_id: str, client_id: str, *, days: int) -> None:
    """Move the confirmation of a client's phone into the past."""
    client = table.get_client(account_id, client_id)
    assert client is not None and client.phone_confirmed_at is not None
    aged = client.model_copy(update={"phone_confirmed_at": client.phone_confirmed_at - timedelta(days=days)})
    tx = Transaction()
    table.write_client(tx, aged, replacing=client, otherwise=stale)
    tx.commit()
