"""Values of policies as pages show them, in the reader's language."""

from datetime import date
from typing import NamedTuple

from chalicelib.base import localized
from chalicelib.base.languages import Language, text
from chalicelib.features.policies import service
from chalicelib.features.policies.console.words import STATUSES
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.shown import amount_of, product_label
from chalicelib.features.policies.status import never_begins


class State(NamedTuple):
    """A status in words, and its look."""

    label: str
    look: str


class PolicyLine(NamedTuple):
    """A policy as lists show it."""

    id: str
    number: str
    product: str
    client_id: str
    holder: str
    object: str
    term: str
    premium: str
    states: tuple[State, ...]
    #: The seller, for those who see the sales of several.
    seller: str


def term_of(policy: Policy, language: Language) -> str:
    """Return the first and the last day in force; the days of the contract, if it was cancelled before them."""
    return f"{localized.day(language, policy.insured.begins)} – {localized.day(language, shown_last_day(policy))}"


def shown_last_day(policy: Policy) -> date:
    """Return the last day in force, or that of the contract if it was cancelled before its first day."""
    return policy.insured.ends if never_begins(policy) else policy.last_day


def states_of(policy: Policy, language: Language) -> tuple[State, ...]:
    """Return the statuses of a policy, the main one first."""
    return tuple(State(text(language, STATUSES[each][0]), STATUSES[each][1]) for each in service.statuses(policy))


def policy_line(policy: Policy, language: Language, *, seller: str = "") -> PolicyLine:
    """Return a policy as lists show it."""
    return PolicyLine(
        id=policy.id,
        number=policy.number,
        product=product_label(policy.account_id, policy.insured.product, language),
        client_id=policy.client_id,
        holder=policy.holder,
        object=policy.insured.object,
        term=term_of(policy, language),
        premium=amount_of(policy, policy.premium, language),
        states=states_of(policy, language),
        seller=seller,
    )
