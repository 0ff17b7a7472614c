"""Searching clients: by words, by a phone, or by both."""

from collections.abc import Sequence

from chalicelib.base.folding import fold_code
from chalicelib.base.search.pages import Found, find_page
from chalicelib.base.search.readings import Reading, place_of, read_as, read_as_phone
from chalicelib.base.search.terms import text_term
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.table import terms
from chalicelib.features.clients.terms import phone_terms_of, terms_of


def search(
    account_id: str, scope: str, *, q: str, phone: str, limit: int, position: str | None
) -> tuple[Sequence[Client], str | None]:
    """Return a page of the clients of a scope that a search finds, and its end. Raises Invalid.

    With both, the phone finds clients, and the words choose among them.
    """
    readings = read_as_phone(phone, pointer="?phone") if phone else _read(q)
    looked_at = phone_terms_of if phone else terms_of  # digits of a tax number are no phone
    also = _read(q) if phone and q else None

    def find(number: int, after: str | None) -> Found[Client]:
        found = terms.find(account_id, scope, readings, number=number, after=after, limit=limit, terms_of=looked_at)
        return found if also is None else found._replace(items=_chosen(found.items, also))

    return find_page(readings, find, position=position)


def _read(q: str) -> Sequence[Reading]:
    """Return the readings of words; an e-mail is one word."""
    return [Reading(text_term(fold_code(q)))] if "@" in q else read_as(q)


def _chosen(clients: Sequence[Client], readings: Sequence[Reading]) -> list[Client]:
    return [each for each in clients if place_of(terms_of(each), readings) is not None]
