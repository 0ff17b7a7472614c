"""Addresses that an account sends nothing to any more: after a hard bounce, a complaint, or a refusal of SMS."""

import hashlib
from collections.abc import Callable
from typing import Any

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.errors import DomainError, FieldError, Invalid, NotFound
from chalicelib.base.languages import N_
from chalicelib.base.observability import log
from chalicelib.messaging import table
from chalicelib.messaging.model import Suppression
from chalicelib.messaging.reasons import FailureReason

_FIELDS: dict[Channel, str] = {"sms": "/phone", "email": "/email"}
_NOT_BLOCKED = N_("There is no such blocked address.")
#: Refusals, as staff read them.
COMPLAINED = N_(
    "Whoever reads this mailbox reported an e-mail as spam. Use another way; an administrator can lift the block."
)
RETURNED = N_("E-mails to this address come back. Check it or give another one; an administrator can lift the block.")
REFUSED = N_("This phone has refused SMS. Use e-mail or pass the link on; an administrator can lift the block.")


def suppress(tx: Transaction, *, account_id: str, channel: Channel, address: str, reason: FailureReason) -> None:
    """Suppress an address of an account, in the transaction of the event that caused it."""
    suppression = Suppression(
        id=id_of(channel, address), account_id=account_id, channel=channel, address=address, reason=reason, at=now()
    )
    table.put_suppression(tx, suppression)
    log("warning", "address suppressed", account_id=account_id, channel=channel, reason=reason)


def is_suppressed(account_id: str, channel: Channel, address: str) -> bool:
    """Return True if an account sends nothing to an address."""
    return table.get_suppression(account_id, id_of(channel, address)) is not None


def demand_open(tx: Transaction, *, account_id: str, channel: Channel, address: str) -> None:
    """Fail the caller's transaction with Invalid, at `/phone` or `/email`, if the address is suppressed."""
    table.demand_open(tx, account_id, id_of(channel, address), otherwise=_refusal(channel))


def list_suppressions(account_id: str, *, after: str | None, limit: int) -> tuple[list[Suppression], str | None]:
    """Return a page of an account's suppressed addresses, and the id that the next page begins after."""
    return table.list_suppressions(account_id, after=after, limit=limit)


def find_suppression(account_id: str, suppression_id: str) -> Suppression:
    """Return a suppression. Raises NotFound if the address isn't suppressed."""
    found = table.get_suppression(account_id, suppression_id)
    if found is None:
        raise NotFound(_NOT_BLOCKED)
    return found


def lift(account_id: str, suppression_id: str) -> None:
    """Lift a suppression. Raises NotFound if the address isn't suppressed."""
    tx = Transaction()
    table.delete_suppression(tx, account_id, suppression_id, otherwise=lambda _: NotFound(_NOT_BLOCKED))
    tx.commit()
    log("info", "suppression lifted", account_id=account_id)


def id_of(channel: Channel, address: str) -> str:
    """Return the id of an address's suppression: it holds no address, since ids are in paths."""
    return f"{channel}-{hashlib.sha256(address.strip().lower().encode()).hexdigest()}"


def _refusal(channel: Channel) -> Callable[[dict[str, Any] | None], DomainError]:
    def refuse(raw: dict[str, Any] | None) -> DomainError:
        complained = raw is not None and table.suppression_of(raw).reason == FailureReason.COMPLAINT
        message = REFUSED if channel == "sms" else COMPLAINED if complained else RETURNED
        return Invalid([FieldError(_FIELDS[channel], message)])

    return refuse
