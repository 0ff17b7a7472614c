"""Search terms of a policy: its number, the vehicle, and the holder's name."""

from chalicelib.base.search.terms import Term, code_terms, name_terms
from chalicelib.features.policies.model import Policy


def terms_of(policy: Policy) -> frozenset[Term]:
    """Return the terms by which a policy is found."""
    vehicle = policy.insured.vehicle
    codes = (policy.number, vehicle.vin, vehicle.plate) if vehicle else (policy.number,)
    return code_terms(*codes, digits_of(policy.number)) | name_terms(policy.holder)


def digits_of(number: str) -> str | None:
    """Return the digits of a number without its series: people look for them alone."""
    digits = "".join(filter(str.isdigit, number))
    return digits if digits != number else None
