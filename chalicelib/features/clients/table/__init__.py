"""The clients table.

`a` is the account, `g` a base (an agent's id, or `house`), `scope` is `a` or `a#g`, `h` a hash (identities.py).

| item | pk | sk |
|---|---|---|
| client | `a#<client>` | `client` |
| its changes, reveals, consents | `a#<client>` | `evt#<id>`, `rvl#<id>`, `con#<id>` |
| text that a consent names | `a#texts` | `<SHA-256>` |
| erasure under way, or that waits for the end of a retention | `a#<client>` | `erasing` |
| found by words, by a phone's end | `scope#find#<first 3>`, `scope#tel#<first 4>` | `<term>#<client>` |
| list by name, by change | `scope#names`, `scope#recent` | `<folded name>#<client>`, `<changed_at>#<client>` |
| clients with a hash | `a#same#<kind>#<h>` | `<client>` |
| the only one of a base with a hash | `a#g#only#<kind>#<h>` | `only` |
| binding of a person | `a#who#<kind>#<h>` | `lock` |
| hash by which a client was bound | `a#<client>` | `lck#<kind>#<h>` |
| another person of that name | `a#who#nd#<h>` | `not#<h of the document>` |
| counts of a scope, in parts | `scope#count#<part>` | `count` |
| proof of an erasure | `a#erased` | `<client>` |

Lists have one partition a scope. DynamoDB splits a busy partition by its sort keys, which names spread; changes of one
account are limited to some 500 a second.
"""

from collections.abc import Iterator, Sequence
from itertools import batched

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.aws.dynamo import Otherwise, Transaction
from chalicelib.aws.sort_keys import just_before
from chalicelib.base.search.rule import RULE
from chalicelib.features.clients.model import Change, Client, Reveal
from chalicelib.features.clients.refusals import not_found, unusable
from chalicelib.features.clients.table.cards import client_key, get_client, get_clients
from chalicelib.features.clients.table.counts import count, read_counts
from chalicelib.features.clients.table.finding_rows import LookUps, listed_today, look_ups, sort_name, stored_look_ups
from chalicelib.features.clients.table.rows import (
    ChangeRow,
    ClientRow,
    ClientsRow,
    ListedRow,
    RevealRow,
)

__all__ = ["client_key", "get_client", "get_clients", "read_counts", "sort_name"]

#: Clients read at once, to look at all of an account.
_AT_ONCE = 100
#: Fields that are attributes.
_ATTRIBUTES = {"base", "version", "cases", "policies", "terms_rule", "listed"}


def write_client(
    tx: Transaction,
    client: Client,
    *,
    replacing: Client | None,
    otherwise: Otherwise,
    gone: Client | None = None,
    policies: int = 0,
) -> None:
    """Write a client if it is new (`replacing` None) or still of the version that was read; its look-ups, too.

    `gone`: a client of its base that the same transaction deletes; it is counted no more. `policies`: so many more
    policies name the client.
    """
    row = card_row(client)
    if replacing is None:
        tx.insert(row, otherwise=otherwise)
    else:  # not as a whole: others count cases and policies in it
        actions: list[Action] = [
            ClientRow.document.set(row.document),
            ClientRow.base.set(client.base),
            ClientRow.version.set(client.version),
            *_listing(row),
            ClientRow.blocked_until.set(row.blocked_until) if row.blocked_until else ClientRow.blocked_until.remove(),
            *([ClientRow.policies.add(policies)] if policies else []),
        ]
        tx.update(row, actions=actions, condition=_as_read(replacing), otherwise=otherwise)
    count(tx, client, before=replacing, gone=gone)
    _replace(tx, stored_look_ups(replacing) if replacing else {}, look_ups(client))


def reindex(tx: Transaction, client: Client) -> None:
    """Write the look-ups of a client by the rule of today; Stale if it was changed meanwhile."""
    row = card_row(client)
    tx.update(row, actions=_listing(row), condition=_as_read(client))
    _replace(tx, stored_look_ups(client), look_ups(client))


def list_to_reindex(account_id: str) -> Iterator[str]:
    """Query and BatchGetItem, all pages: the ids of the clients of an account with an earlier rule."""
    listed = (row.client_id for row in ListedRow.query(f"{account_id}#recent", consistent_read=True))
    for some in batched(listed, _AT_ONCE):
        yield from (each.id for each in get_clients(account_id, some).values() if each.terms_rule < RULE)


def delete_client(tx: Transaction, client: Client, *, otherwise: Otherwise) -> None:
    """Delete a client that is as it was read and that nothing names, and its look-ups; its history stays."""
    delete_card(tx, client, otherwise=otherwise)
    count(tx, None, before=client)
    for row in stored_look_ups(client).values():
        tx.delete(row)


def delete_card(tx: Transaction, client: Client, *, otherwise: Otherwise) -> None:
    """Delete the own row alone of a client that is as it was read and that nothing names."""
    unused = (ClientRow.cases == 0) & (ClientRow.policies == 0)
    tx.delete(card_row(client), condition=_as_read(client) & unused, otherwise=otherwise)


def look_up_keys(client: Client) -> list[tuple[str, str]]:
    """Return the keys of the rows by which a client is found."""
    return list(stored_look_ups(client))


def append_change(tx: Transaction, client: Client, change: Change) -> None:
    """Add to a client's history."""
    key = client_key(client.account_id, client.id)
    tx.insert(ChangeRow(key, f"evt#{change.id}", document=change.model_dump(mode="json", exclude_defaults=True)))


def append_reveal(tx: Transaction, client: Client, reveal: Reveal) -> None:
    """Add a reading of a document number to its traces."""
    key = client_key(client.account_id, client.id)
    tx.insert(RevealRow(key, f"rvl#{reveal.id}", document=reveal.model_dump(mode="json")))


def list_changes(account_id: str, client_id: str, *, after: str | None, limit: int) -> tuple[list[Change], str | None]:
    """Query: a client's changes, newest first, and the end of the page."""
    before = f"evt#{after}" if after is not None else "evt#~"
    rows = list(
        ClientsRow.query(
            client_key(account_id, client_id),
            ClientsRow.sk.between("evt#", just_before(before)),
            scan_index_forward=False,
            limit=limit + 1,
        )
    )
    changes = [change for row in rows[:limit] if isinstance(change := row.model(), Change)]
    return changes, rows[limit - 1].sk.removeprefix("evt#") if len(rows) > limit else None


def list_reveals(account_id: str, client_id: str) -> list[Reveal]:
    """Query: all readings of a client's document number, oldest first."""
    rows = RevealRow.query(client_key(account_id, client_id), RevealRow.sk.startswith("rvl#"))
    return [row.model() for row in rows]


def list_names(scope: str, *, begins: str, after: str | None, limit: int) -> tuple[list[str], str | None]:
    """Query: ids of clients by name, those whose folded name begins so; and the end of the page."""
    key, end = f"{scope}#names", f"{begins}\U0010ffff"
    condition = (
        ListedRow.sk.between(min(max(begins, f"{after}\x00"), end), end)
        if after is not None
        else ListedRow.sk.startswith(begins)
        if begins
        else None
    )
    rows = list(ClientsRow.query(key, condition, limit=limit + 1))
    return _page(rows, limit)


def list_recent(scope: str, *, after: str | None, limit: int) -> tuple[list[str], str | None]:
    """Query: ids of clients by their last change, newest first; and the end of the page."""
    condition = ListedRow.sk < after if after is not None else None
    rows = list(ClientsRow.query(f"{scope}#recent", condition, scan_index_forward=False, limit=limit + 1))
    return _page(rows, limit)


def count_use(
    tx: Transaction,
    account_id: str,
    client_id: str,
    *,
    cases: int = 0,
    policies: int = 0,
    otherwise: Otherwise = unusable,
) -> None:
    """Count a case or a policy that names a client, or no longer does (-1). An erased client takes no further ones.

    `otherwise` gets the row of an erased client, None without one.
    """
    counted = ((ClientRow.cases, cases), (ClientRow.policies, policies))
    actions: list[Action] = [attribute.add(number) for attribute, number in counted if number]
    row = ClientRow(client_key(account_id, client_id), "client")
    condition = ClientRow.pk.exists() if cases + policies < 0 else _usable()
    tx.update(row, actions=actions, condition=condition, otherwise=otherwise)


def check_usable(tx: Transaction, account_id: str, client_id: str) -> None:
    """Demand that a client is there and not erased."""
    tx.check(ClientRow(client_key(account_id, client_id), "client"), condition=_usable(), otherwise=unusable)


def check_there(tx: Transaction, client: Client) -> None:
    """Demand that a client is there. Why: a row that is added below the key of a deleted one stays for ever."""
    row = ClientRow(client_key(client.account_id, client.id), "client")
    tx.check(row, condition=ClientRow.pk.exists(), otherwise=lambda _: not_found())


def _usable() -> Condition:
    usable: Condition = ClientRow.pk.exists() & ClientRow.blocked_until.does_not_exist()
    return usable


def list_own_rows(account_id: str, client_id: str, *, limit: int) -> list[ClientsRow]:
    """Query: rows of any kind below a client's own key."""
    return list(ClientsRow.query(client_key(account_id, client_id), consistent_read=True, limit=limit))


def _page(rows: Sequence[ClientsRow], limit: int) -> tuple[list[str], str | None]:
    ids = [row.sk.rpartition("#")[2] for row in rows[:limit]]
    return ids, rows[limit - 1].sk if len(rows) > limit else None


def card_row(client: Client) -> ClientRow:
    """Return the row of a client itself."""
    return ClientRow(
        client_key(client.account_id, client.id),
        "client",
        document=client.model_dump(mode="json", exclude=_ATTRIBUTES, exclude_defaults=True),
        base=client.base,
        version=client.version,
        terms_rule=RULE,
        listed=listed_today(client).model_dump(mode="json") if client.blocked is None else None,
        blocked_until=client.blocked.until.isoformat() if client.blocked else None,
    )


def _as_read(client: Client) -> Condition:
    rule = ClientRow.terms_rule
    same: Condition = (ClientRow.version == client.version) & (
        rule == client.terms_rule if client.terms_rule else rule.does_not_exist()
    )
    return same


def _listing(row: ClientRow) -> list[Action]:
    listed = ClientRow.listed.set(row.listed) if row.listed else ClientRow.listed.remove()
    return [ClientRow.terms_rule.set(row.terms_rule), listed]


def _replace(tx: Transaction, old: LookUps, new: LookUps) -> None:
    for key, row in new.items():
        if key not in old or old[key].attribute_values != row.attribute_values:  # the base of one, perhaps
            tx.put(row)
    for key in old.keys() - new.keys():
        tx.delete(old[key])
