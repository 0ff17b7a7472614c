"""Former search terms of cases, from before folding.py, for cases that are not re-indexed yet (decisions/0022).

Rows of such terms are deleted when their case is written or re-indexed. When no deployment has any, this goes.
"""

from chalicelib.features.cases.model import Case

_MAX_NAME_WORDS = 10
_LATIN = str.maketrans("авекмнорстух", "abekmhopctyx")


def former_terms(case: Case) -> frozenset[str]:
    """Return the former terms of a case: reference, plate, VIN, phone, name, and each word of the name."""
    found = [case.reference, case.vehicle.plate, case.vehicle.vin, case.owner.phone, case.owner.name]
    words = (case.owner.name or "").split()[:_MAX_NAME_WORDS]
    return frozenset(filter(None, (normalized(term) for term in [*found, *words] if term)))


def former_readings(query: str) -> tuple[str, ...]:
    """Return the terms that a query could mean; none for one without letters and digits."""
    term = normalized(query)
    if term.isdigit() and term.startswith("8"):
        return term, "7" + term[1:]
    return (term,) if term else ()


def normalized(term: str) -> str:
    """Return a term without case, spaces, punctuation and the keyboard's layout."""
    return "".join(character for character in term.casefold() if character.isalnum()).translate(_LATIN)[:80]
