"""Look-ups: the rows by which a client is found, by terms, in lists, and by the hashes of a person."""

from typing import cast

from chalicelib.base.clock import stamp
from chalicelib.base.folding import fold_for_order
from chalicelib.base.search.rule import RULE
from chalicelib.base.search.terms import Shelf, Term
from chalicelib.features.clients.bases import scope_of
from chalicelib.features.clients.identities import identities_of
from chalicelib.features.clients.model import Client, Listed
from chalicelib.features.clients.table.rows import ClientsRow, ListedRow, SameRow
from chalicelib.features.clients.table.terms import term_rows
from chalicelib.features.clients.terms import terms_of

#: Bytes of a folded name in a key: DynamoDB's keys have 1,024 in all, and a cursor fewer.
_NAME_BYTES = 400

LookUps = dict[tuple[str, str], ClientsRow]


def look_ups(client: Client) -> LookUps:
    """Return the look-ups of a client by the rule of today, by their keys; an erased one has none."""
    return _rows(client, listed_today(client)) if client.blocked is None else {}


def stored_look_ups(client: Client) -> LookUps:
    """Return the look-ups of a client as they are stored, of any rule; an erased one has none."""
    if client.terms_rule == RULE or client.listed is None or client.blocked is not None:
        return look_ups(client)
    return _rows(client, client.listed)


def listed_today(client: Client) -> Listed:
    """Return the keys of a client's look-ups by the rule of today."""
    return Listed(
        terms=tuple(sorted((each.shelf, each.text) for each in terms_of(client))),
        name=sort_name(client),
        same=tuple((each.kind, each.hash) for each in identities_of(client.account_id, client.facts)),
    )


def sort_name(client: Client) -> str:
    """Return a client's name as lists are sorted by it."""
    return fold_for_order(client.facts.full_name).encode()[:_NAME_BYTES].decode(errors="ignore")


def _rows(client: Client, listed: Listed) -> LookUps:
    rows: list[ClientsRow] = []
    terms = [Term(cast(Shelf, shelf), said) for shelf, said in listed.terms]
    for scope in (scope_of(client.account_id, None), scope_of(client.account_id, client.base)):
        rows += term_rows(scope, client.id, terms)
        rows.append(ListedRow(f"{scope}#names", f"{listed.name}#{client.id}", client_id=client.id))
        rows.append(ListedRow(f"{scope}#recent", f"{stamp(client.changed_at)}#{client.id}", client_id=client.id))
    for kind, digest in listed.same:
        rows.append(SameRow(f"{client.account_id}#same#{kind}#{digest}", client.id, base=client.base))
    return {(row.pk, row.sk): row for row in rows}
