"""Look-ups: the rows by which a policy is found, by terms, in lists, by its client and its vehicle."""

from typing import cast

from chalicelib.aws.search_rows import term_key
from chalicelib.base.clock import stamp
from chalicelib.base.folding import fold_code
from chalicelib.base.search.rule import RULE
from chalicelib.base.search.terms import Shelf, Term
from chalicelib.features.policies.model import Listed, Policy
from chalicelib.features.policies.table.rows import FoundRow
from chalicelib.features.policies.terms import terms_of

LookUps = dict[tuple[str, str], FoundRow]


def base_of(policy: Policy) -> str:
    """Return the base in whose portfolio a policy stands: that of the agent who sold it, else the house's."""
    return policy.sold_by or "house"


def look_ups(policy: Policy) -> LookUps:
    """Return the look-ups of a policy by the rule of today, by their keys."""
    return _rows(policy, listed_today(policy))


def stored_look_ups(policy: Policy) -> LookUps:
    """Return the look-ups of a policy as they are stored, of any rule."""
    if policy.terms_rule == RULE or policy.listed is None:
        return look_ups(policy)
    return _rows(policy, policy.listed)


def listed_today(policy: Policy) -> Listed:
    """Return the words of a policy's look-ups by the rule of today."""
    vehicle = policy.insured.vehicle
    codes = {fold_code(each) for each in ((vehicle.vin, vehicle.plate) if vehicle else ()) if each}
    return Listed(
        terms=tuple(sorted((each.shelf, each.text) for each in terms_of(policy))),
        codes=tuple(sorted(filter(None, codes))),
    )


def of_client(account_id: str, client_id: str) -> str:
    """Return the partition key of a client's policies and quotes."""
    return f"{account_id}#of#{client_id}"


def _rows(policy: Policy, listed: Listed) -> LookUps:
    account_id = policy.account_id
    begins = f"{policy.insured.begins.isoformat()}#{policy.id}"
    keys = [(of_client(account_id, policy.client_id), f"p#{begins}")]
    keys += [(f"{account_id}#car#{code}", begins) for code in listed.codes]
    bases = dict.fromkeys(filter(None, (base_of(policy), policy.served_by)))
    for scope in (account_id, *(f"{account_id}#{base}" for base in bases)):
        keys.append((f"{scope}#sold", f"{stamp(policy.issued_at)}#{policy.id}"))
        keys += [term_key(scope, Term(cast(Shelf, shelf), said), policy.id) for shelf, said in listed.terms]
    return {key: FoundRow(*key, item_id=policy.id) for key in keys}
