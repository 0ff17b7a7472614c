"""Search terms of a client: names, phone, e-mail, tax number."""

from chalicelib.base.search.terms import Term, code_terms, name_terms, person_terms, phone_terms
from chalicelib.features.clients.model import Client, ClientKind, Facts


def terms_of(client: Client) -> frozenset[Term]:
    """Return the terms by which a client is found."""
    facts = client.facts
    return _name_terms(facts) | code_terms(facts.email, facts.tax_number) | phone_terms_of(client)


def phone_terms_of(client: Client) -> frozenset[Term]:
    """Return the terms by which a client is found by its phone."""
    return phone_terms(client.facts.phone) if client.facts.phone else frozenset()


def _name_terms(facts: Facts) -> frozenset[Term]:
    if facts.kind is ClientKind.COMPANY:
        return name_terms(facts.name or "")
    return person_terms(facts.surname, facts.given_name, facts.patronymic)
