"""Clients whom a back-end reports with a thing of theirs: found in the house by document, else added."""

from chalicelib.base.errors import Conflict, FieldError, Findings, Stale
from chalicelib.base.languages import N_
from chalicelib.features.clients import table
from chalicelib.features.clients.identities import identities_of
from chalicelib.features.clients.model import HOUSE, Client, ClientKind, Facts
from chalicelib.features.clients.refusals import NO_CLIENT, client_exists
from chalicelib.features.clients.rules import TypedClient, read_facts
from chalicelib.features.clients.service.adding import add_client
from chalicelib.features.clients.table import locks
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

_NO_DOCUMENT = N_("Give the document: by it the client is found when they are reported again.")


def read_reported(account_id: str, typed: TypedClient) -> Facts:
    """Return the facts of a reported client. Raises Invalid with everything that is wrong."""
    found = Findings()
    if typed.kind is ClientKind.PERSON and (typed.document is None or not typed.document.number):
        found.add([FieldError("/document", _NO_DOCUMENT)])
    account = accounts.load_account(account_id)
    facts = found.attempt(lambda: read_facts(account, typed), otherwise=None)
    found.demand_none()
    assert facts is not None  # noqa: S101 - checked just now
    return facts


def take_reported(caller: Caller, typed: TypedClient) -> Client:
    """Return the client of the house's base with a document, or add them there.

    A client without a document is taken by name and birth date. Raises Conflict for a namesake with another document,
    Stale for a client who was added at the same moment.
    """
    facts = read_reported(caller.account_id, typed)
    known = locks.read_standings(caller.account_id, HOUSE, facts).others_than()
    for each in known:
        client = table.get_client(caller.account_id, each)
        if client is not None and is_reported(client, facts):
            return client
    if known:
        raise client_exists(known[0])
    try:
        return add_client(caller, typed).known.client
    except Conflict as error:
        if error.extra.get("reason") == "client-exists":
            raise Stale(NO_CLIENT) from error
        raise


def is_reported(client: Client, facts: Facts) -> bool:
    """Return True if reported facts are of a client: by document, without one by name and birth date."""
    known = set(identities_of(client.account_id, client.facts))
    shared = {each.kind for each in known & set(identities_of(client.account_id, facts))}
    return "doc" in shared or ("nd" in shared and all(each.kind != "doc" for each in known))
