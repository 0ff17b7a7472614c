"""Adding a client to a base."""

from datetime import timedelta
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict
from chalicelib.base.ids import id_made_once, is_intention, new_id
from chalicelib.features.clients import table
from chalicelib.features.clients.bases import view_of
from chalicelib.features.clients.documents import warnings as document_warnings
from chalicelib.features.clients.model import HOUSE, Client, ClientKind, Facts, Known, Standing, standing_of
from chalicelib.features.clients.refusals import NO_CLIENT, client_exists
from chalicelib.features.clients.rules import TypedClient, read_facts, today_in
from chalicelib.features.clients.service import probing
from chalicelib.features.clients.service.reading import show_client
from chalicelib.features.clients.service.recording import note, publish
from chalicelib.features.clients.settings import limits_of
from chalicelib.features.clients.table import locks
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: The warning that the person can only be read here.
CLIENT_BOUND = "client_bound"


class Added(NamedTuple):
    """A new client, and warnings: codes of things that somebody should look at."""

    known: Known
    warnings: tuple[str, ...]


class _AddedBefore(Conflict):
    """The client was added by the same intention before."""


def add_client(caller: Caller, typed: TypedClient, *, once: str = "") -> Added:
    """Add a client to the caller's own base: one BatchGetItem and one transaction.

    By its `once`, chosen before, a form makes one client however often it comes. Raises Invalid, Conflict if the base
    has the person already, QuotaExceeded.
    """
    account = accounts.load_account(caller.account_id)
    client = _new(caller, read_facts(account, typed), once)
    try:
        known = _add(caller, client)
    except _AddedBefore:
        known = show_client(caller, client.id)
    return Added(known, warnings_of(account, known))


def _add(caller: Caller, client: Client) -> Known:
    standings = locks.read_standings(client.account_id, client.base, client.facts)
    if (taken := standings.taken_by(client.id)) is not None:
        raise client_exists(taken)
    tx = Transaction()
    write_new(tx, client, standings, actor=caller.actor)
    known = standing_of(client, standings.binding)
    if client.base != HOUSE:
        probing.count_added(tx, known)
    tx.commit()
    if known.standing is Standing.BOUND_ELSEWHERE:
        probing.tell_of_many(client.account_id, client.base)
    return known


def check_new_client(caller: Caller, typed: TypedClient) -> None:
    """Raise Invalid with everything that adding the client would be refused for; nothing is written."""
    read_facts(accounts.load_account(caller.account_id), typed)


def write_new(tx: Transaction, client: Client, standings: locks.Standings, *, actor: str, how: str = "created") -> None:
    """Write a new client with its look-ups, history (`how`: the type of its first change) and event."""
    table.write_client(tx, client, replacing=None, otherwise=lambda _: _AddedBefore(NO_CLIENT))
    locks.move_only(tx, client, standings=standings, after=client.facts, otherwise=client_exists)
    note(tx, client, actor=actor, type=how)
    publish(tx, client, "client.created")


def warnings_of(account: Account, known: Known) -> tuple[str, ...]:
    """Return codes of things about a client that somebody should look at."""
    facts = known.client.facts
    bound = (CLIENT_BOUND,) if known.standing is Standing.BOUND_ELSEWHERE else ()
    return (*bound, *warnings_of_document(account, facts))


def warnings_of_document(account: Account, facts: Facts) -> tuple[str, ...]:
    """Return the warnings of a person's document."""
    if facts.kind is not ClientKind.PERSON or facts.document is None or facts.birth_date is None:
        return ()
    within = timedelta(days=limits_of(account.id).replaced_within_days)
    return document_warnings(facts.document, facts.birth_date, today_in(account), replaced_within=within)


def _new(caller: Caller, facts: Facts, once: str) -> Client:
    moment = now()
    named = is_intention(once, prefix="cli")
    return Client(
        id=id_made_once(once, prefix="cli", account_id=caller.account_id) if named else new_id("cli"),
        account_id=caller.account_id,
        base=view_of(caller).own,
        facts=facts,
        created_at=moment,
        created_by=caller.actor,
        changed_at=moment,
    )
