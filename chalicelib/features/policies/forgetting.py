"""Erasure of a client from policies and quotes. Number, object, term and money stay as proof of the contract.

The holder's name goes, from search and statements too; so does the holder among the drivers. Quotes without a policy
go as a whole. Documents that were printed stay: they are the contract as it was handed out.
"""

from typing import Any

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.folding import fold
from chalicelib.features.policies import table
from chalicelib.features.policies.model import Driver, Policy, Quote
from chalicelib.features.policies.paging import all_ids
from chalicelib.features.policies.service.accruing import forget_in_statements
from chalicelib.features.policies.service.quoting import SYSTEM
from chalicelib.features.policies.service.recording import note
from chalicelib.features.policies.table import quotes

#: Changes of a quote that one transaction deletes with it; of more, the rest goes first.
_CHANGES_AT_ONCE = 90


def forget(account_id: str, client_id: str) -> None:
    """Erase a client's name from its policies and sold quotes, and delete its other quotes. Idempotent."""
    nameless = f"…{client_id[-6:]}"
    for policy_id in all_ids(lambda after: table.list_of_client(account_id, client_id, after=after)):
        retry_stale(lambda each=policy_id: _forget_policy(account_id, each, nameless))  # type: ignore[misc]
    for quote_id in all_ids(lambda after: quotes.list_of_client(account_id, client_id, after=after)):
        retry_stale(lambda each=quote_id: _forget_quote(account_id, each, nameless))  # type: ignore[misc]


def _forget_policy(account_id: str, policy_id: str, nameless: str) -> None:
    before = table.get_policy(account_id, policy_id)
    if before is None:
        return
    forget_in_statements(before, nameless)
    if before.holder == nameless:
        return
    after = before.model_copy(update=_without_holder(before, nameless))
    tx = Transaction()
    table.replace_policy(tx, after, replacing=before)
    note(tx, after, actor=SYSTEM, type="erased")
    tx.commit()


def _forget_quote(account_id: str, quote_id: str, nameless: str) -> None:
    before = quotes.get_quote(account_id, quote_id)
    if before is None or before.holder == nameless:
        return
    tx = Transaction()
    if before.policy_id is None:
        changes = table.list_changes(account_id, quote_id)
        quotes.delete_quote(tx, before, changes[:_CHANGES_AT_ONCE])
    else:
        after = before.model_copy(update=_without_holder(before, nameless))
        quotes.replace_quote(tx, after, replacing=before)
        note(tx, after, actor=SYSTEM, type="erased")
    tx.commit()


def _without_holder(thing: Policy | Quote, nameless: str) -> dict[str, Any]:
    drivers = tuple(each for each in thing.insured.drivers if not _is_holder(each, thing.holder))
    insured = thing.insured.model_copy(update={"drivers": drivers})
    return {"holder": nameless, "insured": insured, "changed_at": now(), "version": thing.version + 1}


def _is_holder(driver: Driver, holder: str) -> bool:
    """Return True if a driver has the holder's name, also if one of both lacks the patronymic."""
    names = [set(fold(each).split()) for each in (driver.name, holder)]
    return names[0] <= names[1] or names[1] <= names[0]
