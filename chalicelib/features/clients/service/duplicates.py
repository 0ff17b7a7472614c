"""Clients that may be the same person: found by document, by name and birth date, by phone; told apart."""

from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now, stamp
from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.base.words import line
from chalicelib.features.clients import table
from chalicelib.features.clients.bases import view_of
from chalicelib.features.clients.documents import read_document
from chalicelib.features.clients.identities import Identity, IdentityKind, document_identity, identities_of
from chalicelib.features.clients.model import Client, Known, standing_of
from chalicelib.features.clients.rules import TypedDocument, today_in
from chalicelib.features.clients.service.changing import demand_unblocked
from chalicelib.features.clients.service.reading import read_client
from chalicelib.features.clients.service.recording import note
from chalicelib.features.clients.table import locks
from chalicelib.features.clients.table.same import list_same
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts


class Duplicate(NamedTuple):
    """A client that may be the same person, and by which hashes."""

    known: Known
    by: tuple[IdentityKind, ...]


def list_duplicates(caller: Caller, client_id: str) -> list[Duplicate]:
    """Return the clients that the caller sees and that may be the same person, the surest first.

    A Query for each hash and two BatchGetItem. Clients whom an administrator told apart are no duplicates by name.
    """
    client, view = read_client(caller, client_id), view_of(caller)
    found: dict[str, list[IdentityKind]] = {}
    for identity in identities_of(client.account_id, client.facts):
        for other in list_same(client.account_id, identity, base=view.base):
            found.setdefault(other, []).append(identity.kind)
    found.pop(client.id, None)
    others = table.get_clients(client.account_id, found)
    binding = locks.read_locks(client.account_id, list(others.values()))
    apart = locks.told_apart(client, list(others.values()))
    by = {each: tuple(kind for kind in found[each] if kind != "nd" or each not in apart) for each in others}
    known = [Duplicate(standing_of(others[each], binding[each]), by[each]) for each in found if by.get(each)]
    return sorted(known, key=lambda each: (min(map(_ORDER.index, each.by)), each.known.client.id))


def tell_apart(
    caller: Caller, client_id: str, *, reason: str, other_id: str = "", document: TypedDocument | None = None
) -> None:
    """State that the holder of another document is another person of the same name and birth date.

    It is another client's document, or one that was typed for a client to be added. Raises Invalid, NotFound.
    """
    client, said = read_client(caller, client_id), line(reason)
    demand_unblocked(client)
    if other_id == client.id:
        raise Invalid([FieldError("/client_id", N_("Name another client: nobody is told apart from themselves."))])
    named = next((each for each in identities_of(client.account_id, client.facts) if each.kind == "nd"), None)
    if named is None:
        raise Invalid([FieldError("", N_("Only persons with a name and a birth date can be told apart."))])
    documents = _documents(caller, client, other_id, document)
    tx = Transaction()
    table.check_usable(tx, client.account_id, client.id)
    for each in documents:
        told = {"at": stamp(now()), "actor": caller.actor, "reason": said}
        locks.free_namesake(tx, client.account_id, named, each, told)
    note(tx, client, actor=caller.actor, type="told_apart", reason=said)
    tx.commit()


#: The surest first.
_ORDER: tuple[IdentityKind, ...] = ("doc", "nd", "tel")


def _documents(caller: Caller, client: Client, other_id: str, typed: TypedDocument | None) -> set[Identity]:
    """Return the hashes of the known documents of both persons, at least one."""
    own = {document_identity(client.account_id, client.facts.document)} if client.facts.document else set()
    if typed is not None:
        account = accounts.load_account(client.account_id)
        document = read_document(
            typed.kind or "", typed.number or "", issued_on=None, birth_date=None, today=today_in(account)
        )
        return own | {document_identity(client.account_id, document)}
    other = read_client(caller, other_id).facts.document
    if other is None and not own:
        message = N_("Neither client has a document, so nothing tells them apart. Add a document to one of them.")
        raise Invalid([FieldError("/client_id", message)])
    return own | ({document_identity(client.account_id, other)} if other else set())
