"""Claims in their table.

`a` is the account.

| item | pk | sk |
|---|---|---|
| claim | `a#<claim>` | `claim` |
| its history | `a#<claim>` | `evt#<ULID>` |
| its documents, decisions, deadlines, referrals | `a#<claim>` | `doc#<ULID>`, `dec#<id>`, `due#<code>`, `ref#<id>` |
| a process as it was when claims began in it | `a#rules` | `<SHA-256>` |
| the workshops used last | `a#workshops` | `workshops` |
| all claims | `a#claims` | `<claim>` |
| claims of a client, of a policy | `a#client#<client>`, `a#policy#<policy>` | `<claim>` |
| of a client: at a stage, that wait for it | `a#client#<client>#stage#<stage>`, `a#client#<client>#turn` | `<claim>` |
| of a client: by their numbers | `a#client#<client>#find` | `<folded number>#<claim>` |
| claims at a stage | `a#stage#<stage>` | `<claim>` |
| claims of a handler, those at a stage | `a#handler#<actor>`, `a#handler#<actor>#<stage>` | `<claim>` |
| claims with an open deadline, those of a handler | `a#due`, `a#due#<actor>` | `<end>#<claim>` |
| those of a client, at a stage | `a#client#<client>#due`, `a#stage#<stage>#due` | `<end>#<claim>` |

Lists have one partition a scope. DynamoDB splits a busy partition by its sort keys.
A page of a list is one Query and one BatchGetItem at any size. A Lambda process reads the same rules once.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.aws.claim_items import ClaimsRow, claim_key
from chalicelib.aws.dynamo import Otherwise, Transaction, stale
from chalicelib.aws.shards import due_shard
from chalicelib.aws.sort_keys import just_before
from chalicelib.base.clock import stamp
from chalicelib.base.folding import fold_code
from chalicelib.features.claims.model import Claim, Entry, Wanted
from chalicelib.features.claims.processes import ClaimProcess
from chalicelib.features.claims.stages import Side
from chalicelib.features.claims.table.rows import ClaimRow, EntryRow, FoundRow, RulesRow

_CLAIM = "claim"
_ATTRIBUTES = {"version", "writes", "stage", "rules"}
#: Data of entries that people typed: reasons, alone or by document; and addresses that messages went to.
TYPED = frozenset({"reason", "slots", "address", "asked"})
#: Claims of a process that are read at once know its rules from the first.
_RULES_KEPT = 256


def get_claim(account_id: str, claim_id: str) -> Claim | None:
    """GetItem: a claim."""
    try:
        return _model(account_id, ClaimRow.get(claim_key(account_id, claim_id), _CLAIM, consistent_read=True))
    except ClaimRow.DoesNotExist:
        return None


def get_claims(account_id: str, claim_ids: Iterable[str]) -> dict[str, Claim]:
    """BatchGetItem: claims by id; unknown ones are missing."""
    keys = [(claim_key(account_id, each), _CLAIM) for each in dict.fromkeys(claim_ids)]
    rows = ClaimRow.batch_get(keys, consistent_read=True) if keys else ()
    return {claim.id: claim for claim in (_model(account_id, row) for row in rows)}


def insert_claim(tx: Transaction, claim: Claim, *, otherwise: Otherwise = stale) -> None:
    """Write a new claim, its rules and its places in lists. `otherwise`: there is one of this id."""
    tx.insert(_claim_row(claim), otherwise=otherwise)
    _put_rules(tx, claim)
    for row in _places(claim).values():
        tx.put(row)


def replace_claim(tx: Transaction, before: Claim, after: Claim, *, otherwise: Otherwise = stale) -> None:
    """Write a claim that is as it was read, and its places that differ."""
    tx.put(_claim_row(after), condition=_as_read(before), otherwise=otherwise)
    if after.rules != before.rules:
        _put_rules(tx, after)
    old, new = _places(before), _places(after)
    for key in new.keys() - old.keys():
        tx.put(new[key])
    for key in old.keys() - new.keys():
        tx.delete(old[key])


def is_placed(claim: Claim) -> bool:
    """Query: True if a claim is in the list that was added last, of those that it belongs to."""
    places = _places(claim)
    key = next((key for key in reversed(places) if key[0].endswith("#due")), next(reversed(places)))
    return any(FoundRow.query(key[0], FoundRow.sk == key[1], consistent_read=True, limit=1))


def place_anew(tx: Transaction, before: Claim, after: Claim) -> None:
    """Write a claim as it was read but for its reference, and all its places."""
    replace_claim(tx, before, after)
    for key in _places(after).keys() & _places(before).keys():
        tx.put(_places(after)[key])


def check_claim(tx: Transaction, claim: Claim, *, otherwise: Otherwise = stale) -> None:
    """Demand that a claim is of the version that was read, while others write beside it."""
    row = ClaimRow(claim_key(claim.account_id, claim.id), _CLAIM)
    tx.check(row, condition=ClaimRow.version == claim.version, otherwise=otherwise)


def delete_claim(tx: Transaction, claim: Claim) -> None:
    """Delete a claim and its places in lists; the other rows of its collection are their owners' to delete."""
    tx.delete(_claim_row(claim), condition=_as_read(claim))
    for row in _places(claim).values():
        tx.delete(row)


def append(tx: Transaction, claim: Claim, entry: Entry) -> None:
    """Add to the history of a claim."""
    document = entry.model_dump(mode="json", exclude_defaults=True)
    tx.insert(EntryRow(claim_key(claim.account_id, claim.id), f"evt#{entry.id}", document=document))


def list_entries(account_id: str, claim_id: str, *, after: str | None, limit: int) -> tuple[list[Entry], str | None]:
    """Query: a page of a claim's history, the latest first, and its end."""
    key, begins = claim_key(account_id, claim_id), "evt#"
    rows, end = _page(key, begins=begins, after=f"{begins}{after}" if after else None, forward=False, limit=limit)
    found = [model for row in rows if isinstance(model := row.model(), Entry)]
    return found, end.removeprefix(begins) if end else None


def forget_typed(account_id: str, claim_id: str) -> None:
    """Query and PutItem: erase the texts that people typed from a claim's history; codes and values stay."""
    key = claim_key(account_id, claim_id)
    for row in EntryRow.query(key, EntryRow.sk.startswith("evt#"), consistent_read=True):
        entry = row.model()
        data = {name: value for name, value in entry.data.items() if name not in TYPED}
        if data != entry.data:
            row.document = entry.model_copy(update={"data": data}).model_dump(mode="json", exclude_defaults=True)
            row.save()


def delete_collection(account_id: str, claim_id: str) -> None:
    """Query and DeleteItem: everything in a claim's collection but the claim itself."""
    for row in ClaimsRow.query(claim_key(account_id, claim_id), consistent_read=True):
        if row.sk != _CLAIM:
            row.delete()


def list_claims(account_id: str, wanted: Wanted, *, after: str | None, limit: int) -> tuple[list[Claim], str | None]:
    """Query and BatchGetItem: a page of claims, and its end.

    The latest claim comes first; by deadline, the one that ends first. A page may have fewer claims than `limit`, since
    criteria that the list has not by itself leave out some.
    """
    key, end = _list_of(account_id, wanted), None
    before = stamp(wanted.due_before) if wanted.due_before else None
    begins = fold_code(wanted.q) if wanted.q and wanted.client_id else ""
    rows, end = _page(key, begins=begins, before=before, after=after, forward=before is not None, limit=limit)
    ids = [row.sk.rpartition("#")[2] for row in rows]
    found = get_claims(account_id, ids)
    return [found[each] for each in ids if each in found and wanted.has(found[each])], end


def rules_of(account_id: str, rules_id: str) -> ClaimProcess:
    """GetItem, once a process of Lambda: rules that claims of an account have. Raises DoesNotExist."""
    return _rules(account_id, rules_id)


@lru_cache(_RULES_KEPT)
def _rules(account_id: str, rules_id: str) -> ClaimProcess:
    return RulesRow.get(f"{account_id}#rules", rules_id, consistent_read=True).model()


def _list_of(account_id: str, wanted: Wanted) -> str:
    """Return the key of the list that has the fewest claims beside the wanted ones."""
    if wanted.due_before is not None:
        return f"{account_id}#{_part_with_deadlines(wanted)}"
    if wanted.client_id and not wanted.policy_id:
        return f"{account_id}#client#{wanted.client_id}{_part_of_client(wanted)}"
    if wanted.policy_id or wanted.client_id:
        named = f"policy#{wanted.policy_id}" if wanted.policy_id else f"client#{wanted.client_id}"
        return f"{account_id}#{named}"
    if wanted.handler:
        return f"{account_id}#handler#{wanted.handler}{f'#{wanted.stage}' if wanted.stage else ''}"
    return f"{account_id}#stage#{wanted.stage}" if wanted.stage else f"{account_id}#claims"


def _part_with_deadlines(wanted: Wanted) -> str:
    """Return the list of claims with an open deadline that a filter reads."""
    if wanted.client_id:
        return f"client#{wanted.client_id}#due"
    if wanted.handler:
        return f"due#{wanted.handler}"
    return f"stage#{wanted.stage}#due" if wanted.stage else "due"


def _part_of_client(wanted: Wanted) -> str:
    """Return the list of a client's claims that a filter reads."""
    if wanted.q:
        return "#find"
    if wanted.turn is Side.CLIENT:
        return "#turn"
    return f"#stage#{wanted.stage}" if wanted.stage else ""


def _page(
    key: str, *, begins: str = "", before: str | None = None, after: str | None, forward: bool, limit: int
) -> tuple[list[ClaimsRow], str | None]:
    """Query: rows of a partition in the order of their keys, and the key that the next page begins after."""
    condition: Condition | None = None
    if before is not None:
        condition = ClaimsRow.sk < before
    elif begins:
        condition = ClaimsRow.sk.startswith(begins)
    if after is not None:
        low, high = (f"{after}!", before or "~") if forward else (begins or " ", just_before(after))
        if low > high:
            return [], None
        condition = ClaimsRow.sk.between(low, high)
    rows = list(ClaimsRow.query(key, condition, scan_index_forward=forward, limit=limit + 1, consistent_read=True))
    return rows[:limit], rows[limit - 1].sk if len(rows) > limit else None


def _model(account_id: str, row: ClaimRow) -> Claim:
    rules = _rules(account_id, row.rules_id)
    attributes = {"version": int(row.version), "writes": int(row.writes or 0), "stage": row.stage, "rules": rules}
    return Claim.model_validate({**row.document, **attributes})


def _as_read(claim: Claim) -> Condition:
    """Return the condition that a claim is at the stage, of the version and of the writes that were read."""
    counted = ClaimRow.writes == claim.writes if claim.writes else ClaimRow.writes.does_not_exist()
    known: Condition = (ClaimRow.version == claim.version) & (ClaimRow.stage == claim.stage) & counted
    return known


def _claim_row(claim: Claim) -> ClaimRow:
    row = ClaimRow(
        claim_key(claim.account_id, claim.id),
        _CLAIM,
        document=claim.model_dump(mode="json", exclude=_ATTRIBUTES, exclude_defaults=True),
        version=claim.version,
        writes=claim.writes or None,
        stage=claim.stage,
        rules_id=_rules_id(_rules_document(claim.rules)),
    )
    if claim.due_at is not None:
        row.due_pk, row.due_at = due_shard(claim.id), stamp(claim.due_at)
    return row


def _put_rules(tx: Transaction, claim: Claim) -> None:
    document = _rules_document(claim.rules)
    tx.put(RulesRow(f"{claim.account_id}#rules", _rules_id(document), document=document))


def _rules_document(rules: ClaimProcess) -> dict[str, Any]:
    return rules.model_dump(mode="json", exclude_defaults=True)


def _rules_id(document: dict[str, Any]) -> str:
    written = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _places(claim: Claim) -> dict[tuple[str, str], FoundRow]:
    """Return the rows by which lists find a claim, by their keys."""
    due = f"{stamp(claim.next_due.ends_at)}#{claim.id}" if claim.next_due else ""
    named = {
        "claims": claim.id,
        f"stage#{claim.stage}": claim.id,
        **({f"client#{claim.client_id}": claim.id} if claim.client_id else {}),
        **({f"policy#{claim.policy_id}": claim.id} if claim.policy_id else {}),
        **({f"handler#{claim.handler}": claim.id} if claim.handler else {}),
        **({f"handler#{claim.handler}#{claim.stage}": claim.id} if claim.handler else {}),
        **({"due": due} if due else {}),
        **({f"due#{claim.handler}": due} if due and claim.handler else {}),
        **({f"client#{claim.client_id}#due": due} if due and claim.client_id else {}),
        **({f"stage#{claim.stage}#due": due} if due else {}),
    }
    keys = ((f"{claim.account_id}#{name}", sk) for name, sk in (*named.items(), *_places_of_client(claim)))
    return {key: FoundRow(*key) for key in keys}


def _places_of_client(claim: Claim) -> Iterator[tuple[str, str]]:
    """Yield the places by which a client's own list is narrowed."""
    if claim.client_id is None:
        return
    own = f"client#{claim.client_id}"
    yield f"{own}#stage#{claim.stage}", claim.id
    if claim.turn is Side.CLIENT:
        yield f"{own}#turn", claim.id
    yield from ((f"{own}#find", f"{each}#{claim.id}") for each in claim.numbers)
