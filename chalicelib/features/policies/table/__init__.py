"""Policies and quotes in their table.

`a` is the account, `g` a base (an agent's id, or `house`), `scope` is `a` or `a#g`.

| item | pk | sk |
|---|---|---|
| policy, its history | `a#<policy>` | `policy`, `evt#<id>` |
| policy with a number | `a#num#<folded>` | `num` |
| last number of a product | `a#seq#<product>` | `seq` |
| policies of a vehicle | `a#car#<folded VIN or plate>` | `<begins>#<policy>` |
| policies and quotes of a client | `a#of#<client>` | `p#<begins>#<policy>`, `q#<created>#<quote>` |
| portfolio: policies by their sale | `scope#sold` | `<issued>#<policy>` |
| found by words | `scope#find#<first 3>` | `<term>#<policy>` |
| quote, its history | `a#<quote>` | `quote`, `evt#<id>` |
| quotes of a base | `scope#quotes` | `<created>#<quote>` |
| commission, month closed | `a#com#g#<month>` | `<id>`, `closed` |

Lists have one partition a scope. DynamoDB splits a busy partition by its sort keys.
"""

from collections.abc import Iterable, Sequence

from pynamodb.expressions.condition import Condition

from chalicelib.aws import search_rows
from chalicelib.aws.dynamo import Otherwise, Transaction, stale
from chalicelib.aws.policy_items import PoliciesRow, item_key
from chalicelib.aws.search_rows import Index, Loaded, term_key
from chalicelib.base.clock import stamp
from chalicelib.base.folding import fold_code
from chalicelib.base.search.pages import Found
from chalicelib.base.search.readings import Reading
from chalicelib.base.search.rule import RULE
from chalicelib.features.policies.model import Change, Policy
from chalicelib.features.policies.table.rows import FoundRow, NumberRow, PolicyChangeRow, PolicyRow, SequenceRow
from chalicelib.features.policies.terms import terms_of

#: Items read at once.
AT_ONCE = 100
_ATTRIBUTES = {"version", "terms_rule"}


def base_of(policy: Policy) -> str:
    """Return the base in whose portfolio a policy stands: that of the agent who sold it, else the house's."""
    return policy.sold_by or "house"


def insert_policy(tx: Transaction, policy: Policy, *, taken: Otherwise, known: Otherwise) -> None:
    """Write a new policy with its number and look-ups. `taken`: the number is another one's; `known`: the id is."""
    tx.insert(policy_row(policy), otherwise=known)
    number = NumberRow(_number_key(policy.account_id, policy.number), "num", policy_id=policy.id, base=base_of(policy))
    tx.insert(number, otherwise=taken)
    for row in _look_ups(policy):
        tx.put(row)


def replace_policy(tx: Transaction, policy: Policy, *, replacing: Policy, otherwise: Otherwise = stale) -> None:
    """Write a policy that is still of the version that was read, and the look-ups that differ."""
    tx.put(policy_row(policy), condition=_as_read(replacing), otherwise=otherwise)
    old = {(row.pk, row.sk): row for row in _look_ups(replacing)}
    new = {(row.pk, row.sk): row for row in _look_ups(policy)}
    for key in new.keys() - old.keys():
        tx.put(new[key])
    for key in old.keys() - new.keys():
        tx.delete(old[key])


def get_policy(account_id: str, policy_id: str) -> Policy | None:
    """GetItem: a policy of an account."""
    try:
        return PolicyRow.get(item_key(account_id, policy_id), "policy", consistent_read=True).model()
    except PolicyRow.DoesNotExist:
        return None


def get_policies(account_id: str, policy_ids: Iterable[str]) -> dict[str, Policy]:
    """BatchGetItem: policies by id; unknown ones are missing."""
    keys = [(item_key(account_id, each), "policy") for each in dict.fromkeys(policy_ids)]
    rows = PoliciesRow.batch_get(keys, consistent_read=True) if keys else ()
    return {found.id: found for row in rows if isinstance(found := row.model(), Policy)}


def find_number(account_id: str, number: str) -> str | None:
    """GetItem: the id of the policy with a number, however it is written."""
    try:
        return NumberRow.get(_number_key(account_id, number), "num", consistent_read=True).policy_id
    except NumberRow.DoesNotExist:
        return None


def next_number(account_id: str, product: str) -> int:
    """UpdateItem: count one more policy of a product. A number that is not used then stays unused."""
    row = SequenceRow(f"{account_id}#seq#{product}", "seq")
    row.update(actions=[SequenceRow.kind.set(SequenceRow), SequenceRow.last.add(1)])
    return int(row.last)


def append_change(tx: Transaction, account_id: str, item_id: str, change: Change) -> None:
    """Add to the history of a policy or a quote."""
    document = change.model_dump(mode="json", exclude_defaults=True)
    tx.insert(PolicyChangeRow(item_key(account_id, item_id), f"evt#{change.id}", document=document))


def list_changes(account_id: str, item_id: str) -> list[Change]:
    """Query: all changes of a policy or a quote, oldest first; there are a few dozen at most."""
    rows = PoliciesRow.query(item_key(account_id, item_id), PoliciesRow.sk.startswith("evt#"))
    return [found for row in rows if isinstance(found := row.model(), Change)]


def list_of_client(
    account_id: str, client_id: str, *, after: str | None = None, limit: int = AT_ONCE
) -> tuple[list[str], str | None]:
    """Query: ids of a client's policies, the latest beginning first; and the end of the page."""
    return list_ids(of_client(account_id, client_id), begins="p#", after=after, limit=limit)


def list_of_vehicle(
    account_id: str, code: str, *, after: str | None = None, limit: int = AT_ONCE
) -> tuple[list[str], str | None]:
    """Query: ids of a vehicle's policies by VIN or plate, the latest beginning first; and the end of the page."""
    return list_ids(f"{account_id}#car#{fold_code(code)}", after=after, limit=limit)


def list_sold(scope: str, *, after: str | None, limit: int) -> tuple[list[str], str | None]:
    """Query: ids of the policies of a scope, the latest sale first; and the end of the page."""
    return list_ids(f"{scope}#sold", after=after, limit=limit)


def find(
    account_id: str, scope: str, readings: Sequence[Reading], *, number: int, after: str | None, limit: int
) -> Found[Policy]:
    """Query and BatchGetItem: policies found by one of the readings of a query, in the order of the terms."""
    index = Index(PoliciesRow, lambda ids: Loaded(get_policies(account_id, ids)), terms_of)
    return search_rows.find(index, scope, readings, number=number, after=after, limit=limit)


def of_client(account_id: str, client_id: str) -> str:
    """Return the partition key of a client's policies and quotes."""
    return f"{account_id}#of#{client_id}"


def list_ids(key: str, *, begins: str = "", after: str | None, limit: int) -> tuple[list[str], str | None]:
    """Query: ids of the items of a list, the last key first; and the end of the page."""
    condition: Condition | None = None
    if after is not None:
        condition = FoundRow.sk.between(begins or " ", _before(after))
    elif begins:
        condition = FoundRow.sk.startswith(begins)
    rows = list(PoliciesRow.query(key, condition, scan_index_forward=False, limit=limit + 1))
    ids = [row.sk.rpartition("#")[2] for row in rows[:limit]]
    return ids, rows[limit - 1].sk if len(rows) > limit else None


def _before(key: str) -> str:
    """Return a key right before another one, since BETWEEN takes its ends in."""
    return f"{key[:-1]}{chr(ord(key[-1]) - 1)}~"


def policy_row(policy: Policy) -> PolicyRow:
    """Return the row of a policy."""
    return PolicyRow(
        item_key(policy.account_id, policy.id),
        "policy",
        document=policy.model_dump(mode="json", exclude=_ATTRIBUTES, exclude_defaults=True),
        version=policy.version,
        terms_rule=RULE,
    )


def _as_read(policy: Policy) -> Condition:
    same: Condition = PolicyRow.version == policy.version
    return same


def _look_ups(policy: Policy) -> list[FoundRow]:
    account_id, insured = policy.account_id, policy.insured
    begins = f"{insured.begins.isoformat()}#{policy.id}"
    vehicle = insured.vehicle
    codes = {fold_code(each) for each in ((vehicle.vin, vehicle.plate) if vehicle else ()) if each}
    keys = [(of_client(account_id, policy.client_id), f"p#{begins}")]
    keys += [(f"{account_id}#car#{code}", begins) for code in sorted(codes) if code]
    for scope in (account_id, f"{account_id}#{base_of(policy)}"):
        keys.append((f"{scope}#sold", f"{stamp(policy.issued_at)}#{policy.id}"))
        keys += [term_key(scope, term, policy.id) for term in sorted(terms_of(policy))]
    return [FoundRow(*key, item_id=policy.id) for key in keys]


def _number_key(account_id: str, number: str) -> str:
    return f"{account_id}#num#{fold_code(number)}"
