"""Delivery of messages to clients: addresses, reasons not to send, and traces of the outcome.

Features that write to clients share it; a bounce or a refusal suppresses the address for all of them.
"""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.channels import Channel
from chalicelib.base.errors import QuotaExceeded
from chalicelib.features.clients import table
from chalicelib.features.clients.model import Client
from chalicelib.messaging import locators
from chalicelib.messaging.model import Report
from chalicelib.messaging.reasons import SUPPRESSING, FailureReason, known
from chalicelib.messaging.suppressions import id_of, is_suppressed, suppress
from chalicelib.outbox.model import Delivered, OutboxItem, Outcome, Undeliverable
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy import sms_quota

#: Attempts of unknown outcome after which a message is given up: a client gets it twice at most.
UNKNOWN_AT_MOST = 1


def address_of(client: Client, channel: Channel) -> str:
    """Return the client's address of a channel; empty without one."""
    return (client.facts.email if channel == "email" else client.facts.phone) or ""


def refusal_of(item: OutboxItem, client: Client, channel: Channel) -> Undeliverable | None:
    """Return the reason not to send a message now; None if it may leave. An SMS is counted against the quota."""
    to = address_of(client, channel)
    if item.unknown > UNKNOWN_AT_MOST:
        return Undeliverable(reason=FailureReason.UNKNOWN)
    if is_suppressed(client.account_id, channel, to):
        return Undeliverable(reason=FailureReason.SUPPRESSED)
    if channel == "sms" and item.attempts <= 1 and not _reserve(client, to):
        return Undeliverable(reason="quota")
    return None


def trace(tx: Transaction, client: Client, channel: Channel, outcome: Outcome, *, final: bool) -> None:
    """Make a message that was handed over findable by its report; suppress an address that takes nothing any more."""
    if isinstance(outcome, Delivered):
        to = address_of(client, channel)
        ids = {"account_id": client.account_id, "client_id": client.id, "told": channel}
        if outcome.provider_id and to:
            locators.add_provider_id(tx, outcome.provider_id, {**ids, "address": id_of(channel, to)})
    elif final:
        _suppress_after(tx, client, channel, outcome.reason)


def track(report: Report) -> bool:
    """Suppress the address of a message after a failure for good. Returns False if the message is none of these."""
    ids = locators.find_reported(report, naming="told")
    if ids is None:
        return False
    client = table.get_client(ids["account_id"], ids["client_id"])
    channel: Channel = "sms" if ids["told"] == "sms" else "email"
    if client is not None and report.reason and id_of(channel, address_of(client, channel)) == ids["address"]:
        tx = Transaction()
        _suppress_after(tx, client, channel, report.reason)
        tx.commit()
    return True


def _suppress_after(tx: Transaction, client: Client, channel: Channel, said: str | None) -> None:
    reason, to = known(said), address_of(client, channel)
    if reason is not None and reason in SUPPRESSING and to:
        suppress(tx, account_id=client.account_id, channel=channel, address=to, reason=reason)


def _reserve(client: Client, to: str) -> bool:
    """Count an SMS against the account's quota. Why not in the sale: a quota that is used up must not refuse it."""
    tx = Transaction()
    sms_quota.reserve_sms(tx, account=accounts.load_account(client.account_id), phone=to)
    try:
        tx.commit()
    except QuotaExceeded:
        return False
    return True
