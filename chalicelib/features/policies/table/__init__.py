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
| counts of sales | `a#sales` | `<month>#<seller>#<product>#<currency>#<shard>` |
| commission, month closed | `a#com#g#<month>` | `<id>`, `closed` |

Lists have one partition a scope. DynamoDB splits a busy partition by its sort keys.
"""

from collections.abc import Iterable, Iterator, Sequence

from pynamodb.expressions.condition import Condition

from chalicelib.aws import search_rows
from chalicelib.aws.dynamo import Otherwise, Transaction, stale
from chalicelib.aws.policy_items import PoliciesRow, item_key
from chalicelib.aws.search_rows import Index, Loaded
from chalicelib.aws.sort_keys import just_before
from chalicelib.base.folding import fold_code
from chalicelib.base.search.pages import Found
from chalicelib.base.search.readings import Reading
from chalicelib.base.search.rule import RULE
from chalicelib.features.policies.model import Change, Policy
from chalicelib.features.policies.table.finding_rows import (
    base_of,
    listed_today,
    look_ups,
    of_client,
    stored_look_ups,
)
from chalicelib.features.policies.table.rows import FoundRow, NumberRow, PolicyChangeRow, PolicyRow, SequenceRow
from chalicelib.features.policies.terms import terms_of

__all__ = [
    "AT_ONCE",
    "append_change",
    "base_of",
    "find",
    "find_number",
    "get_policies",
    "get_policy",
    "insert_policy",
    "list_changes",
    "list_ids",
    "list_of_client",
    "list_of_vehicle",
    "list_sold",
    "list_to_reindex",
    "next_number",
    "of_client",
    "policy_row",
    "reindex",
    "replace_policy",
]

#: Items read at once.
AT_ONCE = 100
_ATTRIBUTES = {"version", "terms_rule", "listed"}


def insert_policy(tx: Transaction, policy: Policy, *, taken: Otherwise, known: Otherwise) -> None:
    """Write a new policy with its number and look-ups. `taken`: the number is another one's; `known`: the id is."""
    tx.insert(policy_row(policy), otherwise=known)
    number = NumberRow(_number_key(policy.account_id, policy.number), "num", policy_id=policy.id, base=base_of(policy))
    tx.insert(number, otherwise=taken)
    for row in look_ups(policy).values():
        tx.put(row)


def replace_policy(tx: Transaction, policy: Policy, *, replacing: Policy, otherwise: Otherwise = stale) -> None:
    """Write a policy that is still of the version that was read, and the look-ups that differ."""
    tx.put(policy_row(policy), condition=_as_read(replacing), otherwise=otherwise)
    _replace(tx, replacing, policy)


def reindex(tx: Transaction, policy: Policy) -> None:
    """Write the look-ups of a policy by the rule of today; Stale if it was changed meanwhile."""
    tx.put(policy_row(policy), condition=_as_read(policy))
    _replace(tx, policy, policy)


def list_to_reindex(account_id: str) -> Iterator[str]:
    """Query and BatchGetItem, all pages: the ids of the policies of an account with an earlier rule."""
    after: str | None = None
    while True:
        ids, after = list_sold(account_id, after=after, limit=AT_ONCE)
        yield from (each.id for each in get_policies(account_id, ids).values() if each.terms_rule < RULE)
        if after is None:
            return


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


def list_ids(key: str, *, begins: str = "", after: str | None, limit: int) -> tuple[list[str], str | None]:
    """Query: ids of the items of a list, the last key first; and the end of the page."""
    condition: Condition | None = None
    if after is not None:
        low, high = begins or " ", just_before(after)
        if low > high:
            return [], None
        condition = FoundRow.sk.between(low, high)
    elif begins:
        condition = FoundRow.sk.startswith(begins)
    rows = list(PoliciesRow.query(key, condition, scan_index_forward=False, limit=limit + 1))
    ids = [row.sk.rpartition("#")[2] for row in rows[:limit]]
    return ids, rows[limit - 1].sk if len(rows) > limit else None


def policy_row(policy: Policy) -> PolicyRow:
    """Return the row of a policy, without its look-ups."""
    return PolicyRow(
        item_key(policy.account_id, policy.id),
        "policy",
        document=policy.model_dump(mode="json", exclude=_ATTRIBUTES, exclude_defaults=True),
        version=policy.version,
        terms_rule=RULE,
        listed=listed_today(policy).model_dump(mode="json"),
    )


def _as_read(policy: Policy) -> Condition:
    rule = PolicyRow.terms_rule
    same: Condition = (PolicyRow.version == policy.version) & (
        rule == policy.terms_rule if policy.terms_rule else rule.does_not_exist()
    )
    return same


def _replace(tx: Transaction, before: Policy, after: Policy) -> None:
    """Write the look-ups that a policy has newly, and delete those that it had by the rule of before."""
    old, new = stored_look_ups(before), look_ups(after)
    for key in new.keys() - old.keys():
        tx.put(new[key])
    for key in old.keys() - new.keys():
        tx.delete(old[key])


def _number_key(account_id: str, number: str) -> str:
    return f"{account_id}#num#{fold_code(number)}"
