"""Rows of search terms of clients."""

from collections.abc import Callable, Iterable, Sequence

from chalicelib.aws import search_rows
from chalicelib.aws.search_rows import Index, Loaded, term_key
from chalicelib.base.search.pages import Found
from chalicelib.base.search.readings import Reading
from chalicelib.base.search.terms import Term
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.table.cards import get_clients
from chalicelib.features.clients.table.rows import ClientsRow, TermRow


def term_rows(scope: str, client_id: str, terms: Iterable[Term]) -> list[TermRow]:
    """Return the rows of terms by which a client is found in a scope."""
    return [TermRow(*term_key(scope, term, client_id), client_id=client_id) for term in terms]


def find(
    account_id: str,
    scope: str,
    readings: Sequence[Reading],
    *,
    number: int,
    after: str | None,
    limit: int,
    terms_of: Callable[[Client], Iterable[Term]],
) -> Found[Client]:
    """Query and BatchGetItem: clients found by one of the readings of a query, in the order of the terms."""
    index = Index(ClientsRow, lambda ids: Loaded(get_clients(account_id, ids)), terms_of)
    return search_rows.find(index, scope, readings, number=number, after=after, limit=limit)
