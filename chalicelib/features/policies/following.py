"""Policies and open quotes that follow their client to the base of another agent."""

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.features.clients import service as clients
from chalicelib.features.policies import table
from chalicelib.features.policies.bases import server_of
from chalicelib.features.policies.paging import all_ids
from chalicelib.features.policies.service.quoting import SYSTEM
from chalicelib.features.policies.service.recording import note
from chalicelib.features.policies.table import quotes


def follow(account_id: str, client_id: str) -> None:
    """Show the policies of a client to the agent of its base, and move its open quotes there. Idempotent.

    Sold and ended quotes stay with the agent who made them.
    """
    client = clients.find_client(account_id, client_id)
    if client is None:
        return
    for policy_id in all_ids(lambda after: table.list_of_client(account_id, client_id, after=after)):
        retry_stale(lambda each=policy_id: _show(account_id, each, client.base))  # type: ignore[misc]
    for quote_id in all_ids(lambda after: quotes.list_of_client(account_id, client_id, after=after)):
        retry_stale(lambda each=quote_id: _move(account_id, each, client.base))  # type: ignore[misc]


def _show(account_id: str, policy_id: str, base: str) -> None:
    before = table.get_policy(account_id, policy_id)
    if before is None or before.served_by == (served_by := server_of(base, before.sold_by)):
        return
    changed = {"served_by": served_by, "changed_at": now(), "version": before.version + 1}
    after, tx = before.model_copy(update=changed), Transaction()
    table.replace_policy(tx, after, replacing=before)
    note(tx, after, actor=SYSTEM, type="rebound")
    tx.commit()


def _move(account_id: str, quote_id: str, base: str) -> None:
    before = quotes.get_quote(account_id, quote_id)
    if before is None or before.base == base or before.policy_id is not None or now() >= before.ends_at:
        return
    after = before.model_copy(update={"base": base, "changed_at": now(), "version": before.version + 1})
    tx = Transaction()
    quotes.replace_quote(tx, after, replacing=before)
    note(tx, after, actor=SYSTEM, type="rebound")
    tx.commit()
